export { addressFault, isPublicAddress, PrivateAddress, type Reach, reachableAddresses } from './addresses.ts'
