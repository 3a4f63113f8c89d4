import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { BackLink } from '#kit/back-link'
import { Columns } from '#kit/columns'
import { DataRows } from '#kit/data-rows'
import { OperatorsOnly } from '#kit/operators-only'
import { ProblemNote, ProblemState } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { Deliveries } from './deliveries.tsx'
import { SecretShown } from './secret-shown.tsx'
import { EndpointState } from './webhooks-screen.tsx'
import css from './webhooks.module.css'

type Endpoint = Reply<'get', '/v1/webhooks/{id}'>

/** One endpoint: what goes there, what became of it, its secret. */
export function WebhookScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/webhooks/{id}', { path: { id }, retry: false, refetchInterval: 3_000 })
  useHead({ title: t('settings.webhooks'), isPrivate: true })
  if (data === undefined && error !== null) return <ProblemState problem={error} again={() => void refetch()} />
  return (
    <OperatorsOnly>
      {data === undefined ? (
        <PageSkeleton />
      ) : (
        <Page>
          <BackLink to="/operator/settings/webhooks" label={t('path')}>
            {t('settings.webhooks')}
          </BackLink>
          <PageTitle hint={data.description} aside={<EndpointState endpoint={data} />}>
            <span className={css.url}>{data.url}</span>
          </PageTitle>
          <Columns shares="list">
            <About endpoint={data} />
            <Deliveries endpoint={data.id} />
          </Columns>
        </Page>
      )}
    </OperatorsOnly>
  )
}

function About({ endpoint }: { endpoint: Endpoint }): ReactNode {
  const { t } = useTranslation('operator')
  const { when } = useFormat()
  const { types, format, createdAt, failingSince, notice } = endpoint
  return (
    <Section title={t('webhooks.about')}>
      <DataRows
        rows={[
          [t('webhooks.types'), types.join(', ')],
          [t('webhooks.format'), format === 'cloudevents' ? 'CloudEvents' : t('webhooks.plain')],
          [t('webhooks.since'), when(createdAt)],
          ...(failingSince === null ? [] : [[t('webhooks.failingSince'), when(failingSince)] as const]),
          ...(notice === null ? [] : [[t('webhooks.notice'), notice] as const]),
        ]}
      />
      <Acts endpoint={endpoint} />
    </Section>
  )
}

function Acts({ endpoint }: { endpoint: Endpoint }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [secret, setSecret] = useState<string | undefined>(undefined)
  const { id, url, types, format, description, isEnabled } = endpoint
  const path = { id }
  const again = async (): Promise<void> => client.invalidateQueries({ queryKey: ['/v1/webhooks/{id}'] })
  const attempt = useIntention(async (key: string) => {
    await api.post('/v1/webhooks/{id}/test', { path, key })
    toast(t('webhooks.tested'))
    await client.invalidateQueries({ queryKey: ['/v1/webhooks/{id}/deliveries'] })
  })
  const rotate = useIntention(async (key: string) => {
    setSecret((await api.post('/v1/webhooks/{id}/secret', { path, key })).secret)
  })
  const turn = useIntention(async (key: string) => {
    await api.put('/v1/webhooks/{id}', { path, body: { url, types, format, description, isEnabled: !isEnabled }, key })
    await again()
  })
  const remove = useIntention(async (key: string) => {
    await api.delete('/v1/webhooks/{id}', { path, key })
    client.removeQueries({ queryKey: ['/v1/webhooks'] })
    await navigate('/operator/settings/webhooks')
  })
  return (
    <>
      <div className={css.buttons}>
        <Button loading={attempt.isPending} onClick={() => void attempt.press()}>
          {t('webhooks.test')}
        </Button>
        <Button variant="default" loading={rotate.isPending} onClick={() => void rotate.press()}>
          {t('webhooks.rotate')}
        </Button>
        <Button variant="default" loading={turn.isPending} onClick={() => void turn.press()}>
          {t(isEnabled ? 'webhooks.disable' : 'webhooks.enable')}
        </Button>
        <Remove isPending={remove.isPending} press={() => void remove.press()} />
      </div>
      <ProblemNote problem={attempt.problem ?? rotate.problem ?? turn.problem ?? remove.problem} />
      {secret !== undefined && (
        <>
          <p className={css.quiet}>{t('webhooks.overlap')}</p>
          <SecretShown secret={secret} />
        </>
      )}
    </>
  )
}

/** Its log goes with it, so it asks first. */
function Remove({ isPending, press }: { isPending: boolean; press: () => void }): ReactNode {
  const { t } = useTranslation('operator')
  const [isAsked, setAsked] = useState(false)
  return (
    <Button variant="outline" loading={isPending} onClick={() => (isAsked ? press() : setAsked(true))}>
      {t(isAsked ? 'webhooks.reallyRemove' : 'webhooks.remove')}
    </Button>
  )
}
