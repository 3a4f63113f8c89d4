import { Button, Group, NumberInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Columns } from '#kit/columns'
import { LoadedRows } from '#kit/loaded-rows'
import { ProblemNote } from '#kit/problem'
import type { Column } from '#kit/rows-table'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { StateBadge } from '#kit/state-badge'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import css from './parties.module.css'

type Key = Reply<'get', '/v1/keys'>['items'][number]

/** Keys by which programs act for whoever made them. */
export function KeysScreen(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <SettingsPage title={t('settings.keys')} hint={t('keys.hint')}>
      <Columns>
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
  const [label, setLabel] = useState('')
  const [scopes, setScopes] = useState('')
  const [days, setDays] = useState(365)
  const [made, setMade] = useState<string | undefined>(undefined)
  const wanted = scopes.split(/[\s,]+/).filter((scope) => scope !== '')
  const make = useIntention(async (key: string) => {
    const body = { label: label.trim(), scopes: wanted, expiresInDays: days }
    setMade((await api.post('/v1/keys', { body, key })).key)
    setLabel('')
    await client.invalidateQueries({ queryKey: ['/v1/keys'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void make.press()
  }
  const errors = make.problem?.errors ?? []
  return (
    <Section title={t('keys.make')}>
      <form onSubmit={submit} noValidate className={css.form} aria-label={t('keys.make')}>
        <TextInput
          label={t('keys.label')}
          value={label}
          maxLength={80}
          required
          error={errorAt(errors, 'label')}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={t('keys.scopes')}
          description={t('keys.scopesHint')}
          value={scopes}
          required
          error={errorAt(errors, 'scopes')}
          onChange={(event) => {
            setScopes(event.currentTarget.value)
            make.clear()
          }}
        />
        <NumberInput
          label={t('visitors.days')}
          value={days}
          min={1}
          max={1_825}
          allowDecimal={false}
          onChange={(value) => setDays(Number(value))}
        />
        <ProblemNote problem={make.problem} />
        <Group justify="flex-end">
          <Button type="submit" disabled={label.trim() === '' || wanted.length === 0} loading={make.isPending}>
            {t('keys.make')}
          </Button>
        </Group>
      </form>
      {made !== undefined && (
        <div role="status" className={css.form}>
          <p>{t('webhooks.once')}</p>
          <p className={css.link}>{made}</p>
        </div>
      )}
    </Section>
  )
}

function List(): ReactNode {
  const { t } = useTranslation('operator')
  const { data, error, refetch } = useGet('/v1/keys')
  const columns = useColumns()
  return (
    <Section title={t('keys.all')}>
      <LoadedRows
        label={t('keys.all')}
        columns={columns}
        rows={data?.items}
        problem={error}
        again={refetch}
        none={t('keys.none')}
        keyOf={({ id }) => id}
      />
    </Section>
  )
}

function useColumns(): Column<Key>[] {
  const { t } = useTranslation('operator')
  const { day } = useFormat()
  return [
    { key: 'label', title: t('keys.label'), kind: 'head', cell: ({ label }) => label },
    { key: 'hint', title: t('keys.begins'), cell: ({ hint }) => <code>{hint}</code> },
    { key: 'scopes', title: t('keys.scopes'), cell: ({ scopes }) => <code>{scopes.join(', ')}</code> },
    { key: 'until', title: t('visitors.until'), cell: ({ expiresAt }) => day(expiresAt) },
    { key: 'end', title: t('keys.end'), cell: (key) => <End of={key} /> },
  ]
}

function End({ of: { id, label, revokedAt } }: { of: Key }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const end = useIntention(async (key: string) => {
    await api.post('/v1/keys/{id}/revoke', { path: { id }, key })
    await client.invalidateQueries({ queryKey: ['/v1/keys'] })
  })
  if (revokedAt !== null) return <StateBadge text={t('keys.ended')} tone="quiet" />
  return (
    <>
      <Button
        size="compact-md"
        variant="default"
        aria-label={t('keys.endOne', { label })}
        loading={end.isPending}
        onClick={() => void end.press()}
      >
        {t('keys.end')}
      </Button>
      <ProblemNote problem={end.problem} />
    </>
  )
}
