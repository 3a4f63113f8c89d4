import { Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Columns } from '#kit/columns'
import { LoadedRows } from '#kit/loaded-rows'
import { ProblemNote } from '#kit/problem'
import type { Column } from '#kit/rows-table'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { StateBadge } from '#kit/state-badge'
import { type Reply, useApi, useGet } from '#web/api'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { SecretShown } from './secret-shown.tsx'
import css from './webhooks.module.css'

type Endpoint = Reply<'get', '/v1/webhooks'>['items'][number]

/** Sending goes on by itself: how it stands is looked at again after this long, ms. */
const againMs = 3_000

/** Where the events of whoever is signed in are sent to. */
export function WebhooksScreen(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <SettingsPage title={t('settings.webhooks')} hint={t('webhooks.hint')}>
      <Columns shares="list">
        <Make />
        <List />
      </Columns>
    </SettingsPage>
  )
}

function Make(): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [url, setUrl] = useState('')
  const [types, setTypes] = useState('*')
  const [format, setFormat] = useState<Endpoint['format']>('plain' as Endpoint['format'])
  const [description, setDescription] = useState('')
  const [secret, setSecret] = useState<string | undefined>(undefined)
  const make = useIntention(async (key: string) => {
    const wanted = types.split(/[\s,]+/).filter((type) => type !== '')
    const made = await api.post('/v1/webhooks', { body: { url, types: wanted, format, description }, key })
    setSecret(made.secret)
    setUrl('')
    setDescription('')
    await client.invalidateQueries({ queryKey: ['/v1/webhooks'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (url.trim() !== '') void make.press()
  }
  const errors = make.problem?.errors ?? []
  return (
    <Section title={t('webhooks.make')}>
      <form onSubmit={submit} noValidate className={css.form} aria-label={t('webhooks.make')}>
        <TextInput
          type="url"
          label={t('webhooks.url')}
          value={url}
          required
          maxLength={2_000}
          error={errorAt(errors, 'url')}
          onChange={(event) => {
            setUrl(event.currentTarget.value)
            make.clear()
          }}
        />
        <TextInput
          label={t('webhooks.types')}
          description={t('webhooks.typesHint')}
          value={types}
          required
          error={errorAt(errors, 'types')}
          onChange={(event) => setTypes(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('webhooks.format')}
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as Endpoint['format'])}
          data={[
            { value: 'plain', label: t('webhooks.plain') },
            { value: 'cloudevents', label: 'CloudEvents' },
          ]}
        />
        <TextInput
          label={t('webhooks.description')}
          value={description}
          maxLength={200}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <ProblemNote problem={make.problem} />
        <Group justify="flex-end">
          <Button type="submit" disabled={url.trim() === ''} loading={make.isPending}>
            {t('webhooks.make')}
          </Button>
        </Group>
      </form>
      {secret !== undefined && <SecretShown secret={secret} />}
    </Section>
  )
}

function List(): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/webhooks', { refetchInterval: againMs })
  const columns = useColumns()
  return (
    <Section title={t('webhooks.all')}>
      <LoadedRows
        label={t('webhooks.all')}
        columns={columns}
        rows={data?.items}
        problem={error}
        again={refetch}
        none={t('webhooks.none')}
        keyOf={({ id }) => id}
      />
    </Section>
  )
}

function useColumns(): Column<Endpoint>[] {
  const { t } = useTranslation('operator')
  return [
    {
      key: 'url',
      title: t('webhooks.url'),
      kind: 'head',
      cell: ({ id, url, description }) => (
        <>
          <Link to={`/operator/settings/webhooks/${id}`} className={css.url}>
            {url}
          </Link>
          {description !== '' && <p className={css.quiet}>{description}</p>}
        </>
      ),
    },
    { key: 'types', title: t('webhooks.types'), cell: ({ types }) => <code>{types.join(', ')}</code> },
    { key: 'state', title: t('webhooks.state'), cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
  ]
}

/** How an endpoint stands, in a word. */
export function EndpointState({ endpoint: { isEnabled, failingSince } }: { endpoint: Endpoint }): ReactNode {
  const { t } = useTranslation('operator')
  if (!isEnabled) return <StateBadge text={t('webhooks.disabled')} tone="quiet" />
  if (failingSince !== null) return <StateBadge text={t('webhooks.failing')} tone="warn" />
  return <StateBadge text={t('webhooks.enabled')} tone="good" />
}
