export { MasterKeyError, readMasterKey } from './master-key.ts'
export { sealedPattern } from './seal.ts'
export { createVault, type VaultOptions, withheld } from './vault.ts'
