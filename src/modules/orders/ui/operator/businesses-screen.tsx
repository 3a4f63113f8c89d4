import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { LoadedRows } from '#kit/loaded-rows'
import { OperatorsOnly } from '#kit/operators-only'
import type { Column } from '#kit/rows-table'
import { Page, PageTitle, Section } from '#kit/section'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import css from './businesses.module.css'
import { BusinessSwitch } from './business-switch.tsx'

type Listed = Reply<'get', '/v1/businesses'>['items'][number]

/** Others may publish too, and no event tells of it: looked at again after this long, ms. */
const againMs = 5_000

/** The lines of business of the town: what each is, and whether it takes new orders. */
export function BusinessesScreen(): ReactNode {
  const { t } = useTranslation('operator')
  useHead({ title: t('businesses.title'), isPrivate: true })
  return (
    <OperatorsOnly>
      <Page>
        <PageTitle
          hint={t('businesses.hint')}
          aside={
            <Button component={Link} to="/operator/businesses/new" leftSection={<IconPlus size={18} />}>
              {t('businesses.new')}
            </Button>
          }
        >
          {t('businesses.title')}
        </PageTitle>
        <Section>
          <List />
        </Section>
      </Page>
    </OperatorsOnly>
  )
}

function List(): ReactNode {
  const { t } = useTranslation('operator')
  const columns = useColumns()
  const { data, error, refetch } = useGet('/v1/businesses', { refetchInterval: againMs })
  return (
    <LoadedRows
      label={t('businesses.title')}
      columns={columns}
      rows={data?.items}
      problem={error}
      again={refetch}
      keyOf={(row) => row.business}
    />
  )
}

function useColumns(): Column<Listed>[] {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  return [
    {
      key: 'title',
      title: t('businesses.business'),
      kind: 'head',
      cell: ({ business, title, description }) => (
        <>
          <Link to={`/operator/businesses/${business}`} className={css.name}>
            {said(title)}
          </Link>
          {description !== null && <p className={css.description}>{said(description)}</p>}
        </>
      ),
    },
    { key: 'name', title: t('businesses.name'), cell: ({ business }) => <code>{business}</code> },
    { key: 'version', title: t('businesses.version'), kind: 'number', cell: ({ version }) => version },
    {
      key: 'isOn',
      title: t('businesses.takes'),
      cell: ({ business, isOn, title }) => <BusinessSwitch business={business} isOn={isOn} title={said(title)} />,
    },
  ]
}
