import { Button, NativeSelect } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '#kit/empty-state'
import { ProblemNote, ProblemState } from '#kit/problem'
import { type CsvRow, SaveButton, csvOf } from '#kit/save-button'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import type { Reply } from '#web/api'
import { useHead } from '#web/head'
import { manifestOf } from '#web/manifest'
import { BusinessChoice, useSellable } from './business-choice.tsx'
import css from './import.module.css'
import { Mapping } from './import-mapping.tsx'
import { Report } from './import-report.tsx'
import { type Meaning, type Sheet, guessMeanings } from './import-rows.ts'
import { type Choices, useImport } from './import-work.ts'
import { readSheet, sheetBytesMax } from './sheet.ts'

/** Bringing many offers from a file: nothing happens before every row was tried and the seller has agreed. */
export function ImportScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('import.title'), isPrivate: true })
  const { businesses, problem, again } = useSellable()
  const [chosen, setChosen] = useState<string | undefined>(undefined)
  const [file, setFile] = useState<{ name: string; sheet: Sheet } | undefined>(undefined)
  if (problem !== null) return <ProblemState problem={problem} again={again} />
  if (businesses === undefined) return <PageSkeleton />
  const business = businesses.find((one) => one.business === (chosen ?? 'market')) ?? businesses[0]
  if (business === undefined)
    return <EmptyState icon={IconFileSpreadsheet} title={t('editor.nowhere')} text={t('editor.nowhereHint')} />
  return (
    <Page width="narrow">
      <PageTitle hint={t('import.hint')} aside={<TextLink to="/sell/listings">{t('listings.title')}</TextLink>}>
        {t('import.title')}
      </PageTitle>
      <BusinessChoice businesses={businesses} value={business.business} onChange={setChosen} />
      <ChooseFile business={business} onRead={setFile} />
      {file !== undefined && <Columns key={`${business.business} ${file.name}`} business={business} {...file} />}
    </Page>
  )
}

type Business = Reply<'get', '/v1/businesses/{name}'>
type ChooseProps = { business: Business; onRead: (file: { name: string; sheet: Sheet }) => void }

function ChooseFile({ business, onRead }: ChooseProps): ReactNode {
  const { t } = useTranslation('seller')
  const input = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<'tooLarge' | 'empty' | undefined>(undefined)
  const read = async (file: File): Promise<void> => {
    if (file.size > sheetBytesMax) return setWrong('tooLarge')
    const sheet = await readSheet(await file.text())
    if (sheet.rows.length === 0) return setWrong('empty')
    setWrong(undefined)
    onRead({ name: `${file.name} ${file.lastModified}`, sheet })
  }
  return (
    <Section title={t('import.file')}>
      <p>{t('import.fileHint')}</p>
      <div className={css.buttons}>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv,text/plain"
          hidden
          aria-label={t('import.choose')}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0]
            if (file !== undefined) void read(file)
            event.currentTarget.value = ''
          }}
        />
        <Button onClick={() => input.current?.click()}>{t('import.choose')}</Button>
        <SaveButton name="offers-example.csv" read={async () => csvOf([exampleOf(business)])}>
          {t('import.example')}
        </SaveButton>
      </div>
      {wrong !== undefined && (
        <p role="alert" className={css.wrong}>
          {t(`import.${wrong}`)}
        </p>
      )}
    </Section>
  )
}

/** A row as this business wants it. */
function exampleOf(business: Business): CsvRow {
  const { properties = {}, required = [] } = manifestOf(business).offer ?? {}
  const details = Object.keys(properties).filter((name) => required.includes(name))
  const common = { title: 'Mug', description: '', category: 'ceramics', price: 24.5, stock: 3, tax: 'standard' }
  return { ...common, 'variant size': '', ...Object.fromEntries(details.map((name) => [name, 0])) }
}

type ColumnsProps = { business: Business; sheet: Sheet }

/** What each column stands for; trying the rows shows what is wrong with them. */
function Columns({ business, sheet }: ColumnsProps): ReactNode {
  const { t } = useTranslation('seller')
  const schema = manifestOf(business).offer ?? {}
  const [choices, setChoices] = useState<Choices>(() => ({
    meanings: guessMeanings(sheet.headers, schema),
    point: sheet.rows.some(({ cells }) => cells.some((cell) => /^\d+,\d{1,2}$/.test(cell.trim()))) ? ',' : '.',
  }))
  const { tried, progress, tryOut, bring, forget, done } = useImport({ business, schema, sheet, choices })
  const change = (part: Partial<Choices>): void => {
    setChoices((old) => ({ ...old, ...part }))
    forget()
  }
  return (
    <>
      <Section title={t('import.columns', { count: sheet.rows.length })}>
        <Mapping
          sheet={sheet}
          schema={schema}
          meanings={choices.meanings}
          onChange={(meanings: Meaning[]) => change({ meanings })}
        />
        <NativeSelect
          label={t('import.point')}
          value={choices.point}
          onChange={(event) => change({ point: event.currentTarget.value === ',' ? ',' : '.' })}
          data={[
            { value: '.', label: '12.50' },
            { value: ',', label: '12,50' },
          ]}
        />
        <div className={css.buttons}>
          <Button variant="light" loading={tryOut.isPending} onClick={() => void tryOut.press()}>
            {t('import.try')}
          </Button>
        </div>
        {progress !== undefined && (
          <progress className={css.progress} value={progress} aria-label={t('import.trying')} />
        )}
        <ProblemNote problem={tryOut.problem} />
      </Section>
      {tried !== undefined && <Report tried={tried} bring={bring} cancel={forget} done={done} />}
    </>
  )
}
