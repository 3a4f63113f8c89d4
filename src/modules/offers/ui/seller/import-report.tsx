import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { RowsTable } from '#kit/rows-table'
import { SaveButton, csvOf } from '#kit/save-button'
import { Section } from '#kit/section'
import { TextLink } from '#kit/text-link'
import type { Intention } from '#web/send'
import css from './import.module.css'
import type { Fault } from './import-rows.ts'
import type { Tried } from './import-work.ts'

/** Wrong places shown at once; the file with all of them can be saved. */
const shownMax = 100

type Props = { tried: Tried; bring: Intention<void, []>; cancel: () => void; done: number | undefined }

/** What is right and what is wrong, line by line; only here can it be brought. */
export function Report({ tried: { right, wrong }, bring, cancel, done }: Props): ReactNode {
  const { t } = useTranslation('seller')
  const fresh = right.filter(({ isNew }) => isNew).length
  const lines = new Set(wrong.map(({ line }) => line)).size
  return (
    <Section title={done === undefined ? t('import.report') : t('import.finished')}>
      {done !== undefined && (
        <p role="status">
          {t('import.done', { count: done })} <TextLink to="/sell/listings">{t('listings.title')}</TextLink>
        </p>
      )}
      {done === undefined && right.length > 0 && (
        <p role="status">{t('import.right', { count: right.length, fresh, changed: right.length - fresh })}</p>
      )}
      {lines > 0 && (
        <p role="alert" className={css.wrong}>
          {t('import.wrong', { count: lines })}
        </p>
      )}
      {wrong.length > 0 && <Faults wrong={wrong} />}
      <ProblemNote problem={bring.problem} />
      {done === undefined && (
        <div className={css.buttons}>
          <Button disabled={right.length === 0} loading={bring.isPending} onClick={() => void bring.press()}>
            {t('import.bring', { count: right.length })}
          </Button>
          <Button variant="default" disabled={bring.isPending} onClick={cancel}>
            {t('cancel')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function Faults({ wrong }: { wrong: readonly Fault[] }): ReactNode {
  const { t } = useTranslation('seller')
  const wordsOf = ({ why }: Fault): string => ('key' in why ? t(`import.why.${why.key}`) : why.text)
  const rowOf = (fault: Fault) => ({
    [t('import.line')]: fault.line,
    [t('import.column')]: fault.column,
    [t('import.whatIsWrong')]: wordsOf(fault),
  })
  return (
    <>
      <RowsTable
        label={t('import.faults')}
        rows={wrong.slice(0, shownMax)}
        keyOf={(fault) => `${fault.line} ${fault.column} ${wordsOf(fault)}`}
        columns={[
          { key: 'line', kind: 'head', title: t('import.line'), cell: ({ line }) => t('import.inLine', { line }) },
          { key: 'column', title: t('import.column'), cell: ({ column }) => column },
          { key: 'why', title: t('import.whatIsWrong'), cell: wordsOf },
        ]}
      />
      {wrong.length > shownMax && <p>{t('import.moreFaults', { count: wrong.length - shownMax })}</p>}
      <div className={css.buttons}>
        <SaveButton name="wrong-rows.csv" read={async () => csvOf(wrong.map(rowOf))}>
          {t('import.saveFaults')}
        </SaveButton>
      </div>
    </>
  )
}
