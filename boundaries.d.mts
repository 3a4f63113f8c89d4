import type { IConfiguration } from 'dependency-cruiser'

/** The rules of who may import whom. */
declare const boundaries: IConfiguration
export default boundaries
