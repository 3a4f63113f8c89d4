export { MasterKeyError, readMasterKey } from './master-key.ts'
export { sealedPattern } from './seal.ts'
export { mapTexts } from './texts.ts'
export { createVault, type VaultOptions, withheld } from './vault.ts'
