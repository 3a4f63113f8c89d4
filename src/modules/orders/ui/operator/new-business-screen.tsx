import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { useApi, useGet } from '#web/api'
import { plainWords, useFormat } from '#web/format'
import { useHead } from '#web/head'
import { ManifestForm } from './manifest-form.tsx'

/** Whole lines of business that stand in the documentation as examples, by file name. */
const examples = Object.fromEntries(
  Object.entries(import.meta.glob<{ default: Begun }>('../../../../../docs/examples/*.json')).map(([file, load]) => [
    (file.split('/').at(-1) ?? '').replace('.json', ''),
    load,
  ]),
)

type Begun = { business: string; version: number }

/** Posts a line of business that the town does not have: an example, or a copy of one it has, changed as needed. */
export function NewBusinessScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('businesses.new'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <BackLink to="/operator/businesses" label={t('path')}>
          {t('businesses.title')}
        </BackLink>
        <PageTitle hint={t('businesses.newHint')}>{t('businesses.new')}</PageTitle>
        <Begin />
      </Page>
    </OperatorsOnly>
  )
}

function Begin(): ReactNode {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const [query, setQuery] = useSearchParams()
  const { data, error } = useGet('/v1/businesses')
  const from = query.get('from') ?? `example:${Object.keys(examples)[0] ?? ''}`
  const choices = [
    {
      group: t('businesses.examples'),
      items: Object.keys(examples).map((name) => ({
        value: `example:${name}`,
        label: t('businesses.example', { name: exampleTitle(name) }),
      })),
    },
    {
      group: t('businesses.copies'),
      items: (data?.items ?? []).map(({ business, title }) => ({ value: business, label: said(title) })),
    },
  ]
  function exampleTitle(name: string): string {
    return name === 'tool-library' ? t('businesses.toolLibrary') : plainWords(name)
  }
  return (
    <>
      <Section>
        <NativeSelect
          label={t('businesses.from')}
          data={choices}
          value={from}
          onChange={(event) => setQuery({ from: event.currentTarget.value }, { replace: true })}
        />
        <ProblemNote problem={error} />
      </Section>
      {data !== undefined && <Draft key={from} from={from} taken={data.items.map(({ business }) => business)} />}
    </>
  )
}

function Draft({ from, taken }: { from: string; taken: readonly string[] }): ReactNode {
  const api = useApi()
  const { data } = useQuery({
    queryKey: ['manifest to begin with', from],
    staleTime: Infinity,
    queryFn: async (): Promise<Begun> => {
      const example = examples[from.replace('example:', '')]
      if (example !== undefined) return (await example()).default
      const { manifest } = await api.get('/v1/businesses/{name}', { path: { name: from } })
      return manifest as unknown as Begun // the publication check has made sure of its form
    },
  })
  if (data === undefined) return <PageSkeleton />
  return <ManifestForm begun={{ ...data, business: freeName(data.business, taken), version: 1 }} />
}

/** The name itself, else the first with a number that nobody has. */
function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`
  }
}
