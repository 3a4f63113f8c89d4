/** Pages that a link of ours opens. */
export type LinkTo = 'welcome' | 'setup' | 'join' | 'visit' | 'verify' | 'reset'

/**
 * The address of a page with its secret in the fragment: a browser keeps that to itself, so it stands in no log of a
 * server or proxy and in no Referer.
 */
export function linkTo(publicUrl: string, page: LinkTo, secret: string): string {
  return `${publicUrl}/#/${page}/${secret}`
}
