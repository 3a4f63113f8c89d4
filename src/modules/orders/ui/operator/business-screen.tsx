import { SegmentedControl } from '@mantine/core'
import '@mantine/core/styles/SegmentedControl.css'
import { type ReactNode, Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams, useSearchParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { type Reply, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { manifestOf } from '#web/manifest'
import { BusinessSwitch } from './business-switch.tsx'
import css from './businesses.module.css'
import { FlowList } from './flow-list.tsx'
import { ManifestForm } from './manifest-form.tsx'
import { Rates } from './rates.tsx'
import { Versions } from './versions.tsx'

// The library that draws is loaded when there is something to draw.
const FlowDrawing = lazy(async () => ({ default: (await import('./flow-drawing.tsx')).FlowDrawing }))

const views = ['flow', 'json', 'rates', 'versions'] as const
type View = (typeof views)[number]

/** One line of business: its flow, its text, its rates and what it was before. */
export function BusinessScreen(): ReactNode {
  const { name = '' } = useParams()
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const { data, error, refetch } = useGet('/v1/businesses/{name}', { path: { name }, retry: false })
  useHead({ title: data === undefined ? t('businesses.title') : said(data.title), isPrivate: true })
  if (data === undefined && error !== null) return <ProblemState problem={error} again={() => void refetch()} />
  return <OperatorsOnly>{data === undefined ? <PageSkeleton /> : <Whole business={data} />}</OperatorsOnly>
}

/** A line of business as the API tells it. */
export type Business = Reply<'get', '/v1/businesses/{name}'>

function Whole({ business }: { business: Business }): ReactNode {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const [query, setQuery] = useSearchParams()
  const view = views.find((one) => one === query.get('view')) ?? 'flow'
  const { business: name, version, isOn } = business
  const title = said(business.title)
  return (
    <Page>
      <BackLink to="/operator/businesses" label={t('path')}>
        {t('businesses.title')}
      </BackLink>
      <PageTitle
        hint={t('businesses.hintOf', { name, version })}
        aside={<BusinessSwitch business={name} isOn={isOn} title={title} />}
      >
        {title}
      </PageTitle>
      <div className={css.scroll}>
        <SegmentedControl
          aria-label={t('businesses.view')}
          value={view}
          onChange={(value) => setQuery({ view: value }, { replace: true })}
          data={views.map((value) => ({ value, label: t(`businesses.${value}`) }))}
        />
      </div>
      <Shown view={view} business={business} />
    </Page>
  )
}

function Shown({ view, business }: { view: View; business: Business }): ReactNode {
  const manifest = manifestOf(business)
  if (view === 'rates') return <Rates business={business} />
  if (view === 'versions') return <Versions business={business} />
  if (view === 'flow') return <Flow manifest={manifest} />
  return <ManifestForm key={business.version} begun={{ ...manifest, version: business.version + 1 }} was={manifest} />
}

function Flow({ manifest }: { manifest: ReturnType<typeof manifestOf> }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <>
      <Section title={t('flow.title')}>
        <Suspense fallback={<PageSkeleton />}>
          <FlowDrawing manifest={manifest} />
        </Suspense>
        <p className={css.step}>{t('flow.legend')}</p>
      </Section>
      <Section title={t('flow.inWords')}>
        <FlowList manifest={manifest} />
      </Section>
    </>
  )
}
