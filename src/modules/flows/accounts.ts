import type { Compiler } from './compiler.ts'
import type { AccountOfLine } from './flow.ts'

/** What an account of a party may be for; a line without a purpose means the wallet. */
export const purposes: readonly string[] = ['wallet', 'earned', 'available', 'debt']

/** The pot that `pot` without a name means. */
export const mainPot = 'main'

/** Reads an account of a money line: `pot`, `pot:name`, `@name`, `=Expr`, `actor`, `role`, `role:purpose`. */
export function compileAccount(compiler: Compiler, pointer: string, text: string): AccountOfLine {
  if (text === 'pot') return { kind: 'pot', pot: mainPot }
  if (text.startsWith('pot:')) return { kind: 'pot', pot: text.slice('pot:'.length) }
  if (text.startsWith('@')) return { kind: 'town', name: text.slice(1) }
  if (text.startsWith('=')) {
    const party = compiler.expression(pointer, text.slice(1), 'string')
    return { kind: 'party', purpose: 'wallet', party: (draft) => party(draft.scope) as string }
  }
  const [role = '', purpose = 'wallet'] = text.split(':')
  if (!purposes.includes(purpose)) {
    compiler.problems.push({ pointer, detail: `knows the purposes ${purposes.join(', ')}, not “${purpose}”` })
  }
  if (role === 'actor') return { kind: 'party', purpose, party: (draft) => draft.command.actor.party }
  if (compiler.manifest.roles[role] === undefined) {
    compiler.problems.push({ pointer, detail: `names the role “${role}”, which the manifest does not have` })
  }
  return { kind: 'party', purpose, party: (draft) => draft.order.roles[role] }
}
