import { Button, Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Column, Columns } from '#kit/columns'
import { ProblemNote, ProblemState } from '#kit/problem'
import { type Column as Cell, RowsTable } from '#kit/rows-table'
import { Section } from '#kit/section'
import { SettingsPage } from '#kit/settings-page'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply, useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { useTown } from '#web/town'
import { FillIn } from './fill-in.tsx'
import css from './forms.module.css'

type Backups = Reply<'get', '/v1/backups'>
type File = Backups['items'][number]

/** A backup under way is looked at again after so long, ms. */
const againMs = 1_000

/** The whole town in one file: begun, followed, taken away; and every night by itself. */
export function BackupsScreen(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <SettingsPage title={t('settings.backups')} hint={t('backups.hint')}>
      <Whole />
    </SettingsPage>
  )
}

function Whole(): ReactNode {
  const { data, error, refetch } = useGet('/v1/backups', { refetchInterval: againMs })
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={4} />
  }
  return (
    <Columns>
      <Column>
        <Begin backups={data} />
        <List items={data.items} folder={data.folder} />
      </Column>
      <Column>
        <Plan key={data.plan.rev} plan={data.plan} />
        <Back />
      </Column>
    </Columns>
  )
}

function Begin({ backups: { items, runs } }: { backups: Backups }): ReactNode {
  const { t } = useTranslation('operator')
  const { fromNow } = useFormat()
  const { aheadMs } = useTown()
  const api = useApi()
  const client = useQueryClient()
  const begin = useIntention(async (key: string) => {
    await api.post('/v1/backups', { key })
    await client.invalidateQueries({ queryKey: ['/v1/backups'] })
  })
  const [latest] = runs
  const isRunning = latest !== undefined && latest.finishedAt === null
  const [newest] = items
  return (
    <Section title={t('backups.newest')}>
      <p>
        {newest === undefined
          ? t('backups.never')
          : t('backups.age', { ago: fromNow(Date.parse(newest.madeAt) + aheadMs) })}
      </p>
      {latest !== undefined && <p role="status">{statusOf(latest, t)}</p>}
      <ProblemNote problem={begin.problem} />
      <div className={css.buttons}>
        <Button loading={begin.isPending || isRunning} onClick={() => void begin.press()}>
          {t('backups.begin')}
        </Button>
      </div>
    </Section>
  )
}

type Translate = ReturnType<typeof useTranslation<'operator'>>['t']

function statusOf({ finishedAt, error, note, file }: Backups['runs'][number], t: Translate): string {
  if (finishedAt === null) return t('backups.running', { note })
  return error === null ? t('backups.made', { file: file ?? '' }) : t('backups.failed', { error })
}

function List({ items, folder }: { items: readonly File[]; folder: string }): ReactNode {
  const { t } = useTranslation('operator')
  const columns = useColumns()
  return (
    <Section title={t('backups.all')}>
      <p className={css.quiet}>{t('backups.folder', { folder })}</p>
      {items.length === 0 ? (
        <p className={css.quiet}>{t('backups.none')}</p>
      ) : (
        <RowsTable label={t('backups.all')} columns={columns} rows={[...items]} keyOf={({ name }) => name} />
      )}
    </Section>
  )
}

function useColumns(): Cell<File>[] {
  const { t } = useTranslation('operator')
  const { when, number } = useFormat()
  const { aheadMs } = useTown()
  return [
    { key: 'at', title: t('backups.at'), kind: 'head', cell: ({ madeAt }) => when(Date.parse(madeAt) + aheadMs) },
    {
      key: 'size',
      title: t('backups.size'),
      cell: ({ bytes }) => t('backups.megabytes', { size: number(Math.max(0.1, Math.round(bytes / 1e5) / 10)) }),
    },
    {
      key: 'take',
      title: t('backups.take'),
      cell: ({ name }) => <Take name={name} />,
    },
  ]
}

function Take({ name }: { name: string }): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <Button
      component="a"
      href={`/v1/backups/${encodeURIComponent(name)}/content`}
      download={name}
      size="compact-md"
      variant="default"
      leftSection={<IconDownload size={16} aria-hidden />}
      aria-label={t('backups.takeOne', { name })}
    >
      {t('backups.take')}
    </Button>
  )
}

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}))

function Plan({ plan }: { plan: Backups['plan'] }): ReactNode {
  const { t } = useTranslation('operator')
  const api = useApi()
  const client = useQueryClient()
  const [isOn, setOn] = useState(plan.isOn)
  const [hour, setHour] = useState(plan.hour)
  const [keep, setKeep] = useState(plan.keep)
  const save = useIntention(async (key: string) => {
    await api.put('/v1/backups/plan', { body: { rev: plan.rev, isOn, hour, keep }, key })
    await client.invalidateQueries({ queryKey: ['/v1/backups'] })
    toast(t('settings.saved'))
  })
  return (
    <Section title={t('backups.nightly')}>
      <FillIn
        label={t('backups.nightly')}
        submitText={t('settings.save')}
        isPending={save.isPending}
        problem={save.problem}
        onSubmit={() => void save.press()}
      >
        <Checkbox
          label={t('backups.everyNight')}
          checked={isOn}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
        <div className={css.pair}>
          <NativeSelect
            label={t('backups.hour')}
            value={String(hour)}
            data={hours}
            onChange={(event) => setHour(Number(event.currentTarget.value))}
          />
          <NumberInput
            label={t('backups.keep')}
            value={keep}
            min={1}
            max={365}
            allowDecimal={false}
            onChange={(value) => setKeep(Number(value))}
          />
        </div>
        <p className={css.quiet}>{t('backups.elsewhere')}</p>
      </FillIn>
    </Section>
  )
}

function Back(): ReactNode {
  const { t } = useTranslation('operator')
  return (
    <Section title={t('backups.restore')}>
      <p>{t('backups.restoreHint')}</p>
      <pre className={css.code} translate="no">
        node bin/lakeside.mjs restore FILE --data-dir NEW_FOLDER
      </pre>
      <p>{t('backups.checkHint')}</p>
      <pre className={css.code} translate="no">
        node bin/lakeside.mjs restore FILE --check
      </pre>
    </Section>
  )
}
