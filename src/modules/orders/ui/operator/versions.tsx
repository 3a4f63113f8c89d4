import { NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LoadedRows } from '#kit/loaded-rows'
import { ProblemNote } from '#kit/problem'
import type { Column } from '#kit/rows-table'
import { Section } from '#kit/section'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import type { Business } from './business-screen.tsx'
import { Changes } from './changes.tsx'

type Listed = Reply<'get', '/v1/businesses/{name}/versions'>['items'][number]

/** What was published before, and what each version changed. */
export function Versions({ business: { business: name, version } }: { business: Business }): ReactNode {
  const { t } = useTranslation('operator')
  const columns = useColumns()
  const { data, error, refetch } = useGet('/v1/businesses/{name}/versions', { path: { name } })
  return (
    <>
      <Section title={t('versions.title')}>
        <LoadedRows<Listed>
          label={t('versions.title')}
          rows={data?.items}
          problem={error}
          again={refetch}
          keyOf={(row) => String(row.version)}
          columns={columns}
        />
      </Section>
      {version > 1 && data !== undefined && data.items.length > 1 && <Compare name={name} items={data.items} />}
    </>
  )
}

function Compare({ name, items }: { name: string; items: readonly Listed[] }): ReactNode {
  const { t } = useTranslation('operator')
  const [from, setFrom] = useState(items[1]?.version ?? 1)
  const to = items[0]?.version ?? 1
  const { data, error } = useGet('/v1/businesses/{name}/differences', { path: { name }, query: { from, to } })
  return (
    <Section title={t('versions.compare', { to })}>
      <NativeSelect
        label={t('versions.with')}
        value={String(from)}
        onChange={(event) => setFrom(Number(event.currentTarget.value))}
        data={items.slice(1).map(({ version }) => String(version))}
      />
      <ProblemNote problem={error} />
      {data === undefined && error === null && <RowSkeletons count={2} />}
      {data !== undefined && <Changes items={data.items} />}
    </Section>
  )
}

function useColumns(): Column<Listed>[] {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  return [
    { key: 'version', title: t('businesses.version'), kind: 'head', cell: (row) => row.version },
    { key: 'at', title: t('versions.publishedAt'), cell: ({ publishedAt }) => when(publishedAt) },
    { key: 'hash', title: t('versions.hash'), cell: ({ hash }) => <code>{hash.slice(0, 12)}</code> },
  ]
}
