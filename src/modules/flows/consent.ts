import type { FieldError } from '#kernel/problem'
import type { Manifest, MoneyLine } from './manifest.ts'
import { effectsOfManifest, type PlacedEffect, transitionsOfManifest } from './walk.ts'

/**
 * Debits of a wallet whose owner neither fires the transition nor gives a mandate. The engine refuses them one by one;
 * here they are told to the author, who has forgotten something.
 */
export function consentErrors(manifest: Manifest): FieldError[] {
  return Object.entries(manifest.money ?? {}).flatMap(([template, lines]) => {
    const users = effectsOfManifest(manifest).filter(({ effect }) => 'pay' in effect && effect.pay === template)
    return lines.flatMap((line, index) => {
      const owner = ownerOf(line)
      if (owner === null || line.under !== undefined || staysWith(owner, line)) return []
      const without = users.find((user) => !isFiredBy(manifest, owner, user))
      if (without === undefined) return []
      const detail = `debits the ${owner} without consent in ${without.pointer}: only the ${owner} may fire it, or the line needs \`under\``
      return [{ pointer: `/money/${template}/${index}/from`, detail }]
    })
  })
}

/** Places of money lines that debit an account of the town: they need the operator's approval. */
export function townDebits(manifest: Manifest): string[] {
  return Object.entries(manifest.money ?? {}).flatMap(([template, lines]) =>
    lines.flatMap(({ from }, index) => (from.startsWith('@') ? [`/money/${template}/${index}`] : [])),
  )
}

/** The role or expression whose account a line debits; `null` for pots and accounts of the town. */
function ownerOf({ from }: MoneyLine): string | null {
  if (from === 'pot' || from.startsWith('pot:') || from.startsWith('@') || from === 'actor') return null
  return from.startsWith('=') ? from : from.split(':')[0]!
}

function staysWith(owner: string, { to }: MoneyLine): boolean {
  return to.split(':')[0] === owner
}

function isFiredBy(manifest: Manifest, owner: string, { by, state }: PlacedEffect): boolean {
  const firing =
    by === null ? transitionsOfManifest(manifest).filter(({ transition }) => transition.target === state) : [by]
  return firing.every(({ kind, head }) => kind === 'on' && (head.by ?? []).every((role) => role === owner))
}
