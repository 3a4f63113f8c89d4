import { lookup as resolveByDns } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/**
 * Which addresses a webhook may reach. The server stands inside a network that its callers do not: an address of that
 * network, or of the machine itself, is not theirs to be called (server-side request forgery).
 */

/** One address of a name. */
export type Resolved = { address: string; family: number }
/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly Resolved[]>

/** The resolver of the system. */
export const resolveName: Resolve = (hostname) => resolveByDns(hostname, { all: true, verbatim: true })

/** What may be reached beside the public internet. */
export type Reach = {
  /** Hosts that the operator of a sandbox allows by name or address; none in a live town. */
  allowedHosts: readonly string[]
  /** Plain `http:` shows what is sent to everybody on the way; a sandbox has nothing to lose. */
  isSandbox: boolean
}

/** True for an address that every computer on the internet could reach. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address) // an IPv4 address in IPv6 clothes becomes what it is
  // Every other range has a purpose of its own: loopback, private, link-local (169.254.169.254 tells the secrets of
  // cloud machines), carrier NAT, tunnels that hide an IPv4 address, documentation, multicast.
  return parsed.range() === 'unicast'
}

/** The host of an address without the brackets of IPv6. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

/** True for a host that the operator of a sandbox has named. */
export function isAllowedHost(host: string, { allowedHosts, isSandbox }: Reach): boolean {
  return isSandbox && allowedHosts.includes(host)
}

/** A host that must not be reached. */
export class PrivateAddress extends Error {
  override name = 'PrivateAddress'
}

/**
 * The addresses of a host, each of which may be reached. It is asked again at every connection, and the connection goes
 * to what was checked: a name that was public when it was registered may point elsewhere now (DNS rebinding).
 *
 * @throws {PrivateAddress} when any address is not public
 */
export async function reachableAddresses(
  host: string,
  reach: Reach,
  resolve: Resolve = resolveName,
): Promise<readonly Resolved[]> {
  const family = isIP(host)
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }]
  const isFree = isAllowedHost(host, reach)
  if (!isFree && !addresses.every(({ address }) => isPublicAddress(address)))
    throw new PrivateAddress(`${host} is not on the public internet`)
  return addresses
}

/** What is wrong with an address before anything is asked of it; null when nothing is. */
export function addressFault(text: string, reach: Reach): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !['https:', 'http:'].includes(url.protocol)) return 'must be an https address'
  if (url.username !== '' || url.password !== '') return 'must not carry a name or password'
  if (url.protocol === 'http:' && !reach.isSandbox) return 'must be https: what is sent could be read on the way'
  return null
}
