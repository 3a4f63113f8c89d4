import { decimal } from '#modules/ledger'
import type { Remembered } from './memory.ts'

const buttons: readonly (readonly [press: string, words: string])[] = [
  ['pay', 'Pay'],
  ['refuse', 'Refuse'],
]
const misdeeds: readonly (readonly [press: string, words: string])[] = [
  ['twice', 'Pay, and tell the town twice'],
  ['double', 'Charge twice'],
  ['late', 'Pay, and tell the town only when released'],
  ['silent', 'Pay, and never tell'],
  ['refuse-then-pay', 'Refuse, then pay after all'],
  ['other-amount', 'Take 1 more than asked'],
]

/** The page of the sandbox bank: it needs no script, and no money is real. */
export function bankPage({ page, amountMinor, currency, status }: Remembered): string {
  // All of it comes from the books: nothing needs escaping.
  const amount = `${currency} ${decimal(amountMinor, currency)}`
  const row = (list: typeof buttons): string =>
    list.map(([press, words]) => `<button name="press" value="${press}">${words}</button>`).join('\n')
  const form = (list: typeof buttons): string => `<form method="post" action="/bank/${page}">${row(list)}</form>`
  const body =
    status === 'open'
      ? `<p class="amount">${amount}</p>${form(buttons)}
<details><summary>Misbehave</summary>${form(misdeeds)}</details>`
      : `<p class="amount">${amount}</p><p>This payment is over.</p>`
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox bank</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; }
.amount { font-size: 2.2rem; margin: 1rem 0; }
form { display: grid; gap: .6rem; }
button { font: inherit; padding: .7rem; border: 1px solid; border-radius: .4rem; cursor: pointer; }
details { margin-top: 2rem; }
</style></head>
<body><h1>Sandbox bank</h1><p>No money here is real.</p>${body}</body></html>`
}
