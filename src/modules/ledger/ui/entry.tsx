import type { ReactNode } from 'react'
import { DataRows } from '#kit/data-rows'
import { useFormat } from '#web/format'
import css from './entry.module.css'

/** What a line of a statement says; `debit` and `credit` are the double entry behind it, in the reader's words. */
export type EntryWords = {
  readonly title: ReactNode
  readonly hint: ReactNode
  readonly debit: readonly [name: string, account: string]
  readonly credit: readonly [name: string, account: string]
  readonly amount: string
}

type EntryProps = {
  readonly words: EntryWords
  /** Above 0 when the account gained. */
  readonly amountMinor: number
  readonly currency: string
  /** Where the line leads, such as to its order. */
  readonly link: ReactNode
}

/** Lines of a statement, one below the other. */
export function EntryList({ children }: { children: ReactNode }): ReactNode {
  return <ul className={css.entries}>{children}</ul>
}

/** One line of a statement; the double entry is one tap away. */
export function Entry({ words, amountMinor, currency, link }: EntryProps): ReactNode {
  const { money } = useFormat()
  const amount = money(Math.abs(amountMinor), currency)
  return (
    <li>
      <details className={css.entry}>
        <summary>
          <span className={css.what}>
            <strong>{words.title}</strong>
            <span>{words.hint}</span>
          </span>
          <span className={css.amount} data-in={amountMinor > 0}>
            {amountMinor > 0 ? '+' : '−'}
            {amount}
          </span>
        </summary>
        <div className={css.double}>
          <DataRows rows={[words.debit, words.credit, [words.amount, amount]]} />
          {link}
        </div>
      </details>
    </li>
  )
}
