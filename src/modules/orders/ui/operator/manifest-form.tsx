import { Button, Checkbox, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { ApiProblem, useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { Changes } from './changes.tsx'
import { differencesIn } from './differences.ts'
import { JsonEditor, type Mark } from './json-editor.tsx'
import { lineOf, placeOf, placesIn } from './json-places.ts'

type Props = {
  /** What the editor begins with. */
  begun: object
  /** The version in force, to say what the text changes. */
  was?: object
}

/** A manifest as text: checked while it is written, every mistake told at its line, published when there is none. */
export function ManifestForm({ begun, was }: Props): ReactNode {
  const { t } = useTranslation('operator')
  const [text, setText] = useState(() => `${JSON.stringify(begun, null, 2)}\n`)
  const [isApproved, setApproved] = useState(false)
  const checked = useChecked(text)
  const publish = usePublish()
  const { marks, isGood, townDebits } = checked
  const changes = useMemo(() => (was === undefined ? undefined : changesFrom(was, text)), [was, text])
  const needsApproval = isGood && townDebits.length > 0
  return (
    <>
      <Section title={t('manifest.title')} aside={<Status checked={checked} />}>
        <p>{t('manifest.hint')}</p>
        <JsonEditor
          label={t('manifest.label')}
          text={text}
          marks={marks}
          onChange={(next) => {
            setText(next)
            publish.clear()
          }}
        />
        {needsApproval && (
          <Checkbox
            checked={isApproved}
            onChange={(event) => setApproved(event.currentTarget.checked)}
            label={t('manifest.approve', { places: townDebits.join(', ') })}
          />
        )}
        <ProblemNote problem={publish.problem} />
        <Group justify="flex-end">
          <Button
            disabled={!isGood || (needsApproval && !isApproved)}
            loading={publish.isPending}
            onClick={() => void publish.press(text, isApproved)}
          >
            {t('manifest.publish', { version: checked.version ?? '' })}
          </Button>
        </Group>
      </Section>
      {changes !== undefined && (
        <Section title={t('manifest.changes')}>
          <Changes items={changes} />
        </Section>
      )}
    </>
  )
}

function changesFrom(was: object, text: string): ReturnType<typeof differencesIn> | undefined {
  try {
    return differencesIn(was, JSON.parse(text))
  } catch {
    return undefined // not JSON just now: the editor says where
  }
}

type Checked = {
  readonly isChecking: boolean
  readonly isGood: boolean
  readonly marks: readonly Mark[]
  readonly townDebits: readonly string[]
  readonly version: number | undefined
}

/** A check plays the flow at random, which is work: it begins when the typing pauses, ms. */
const pauseMs = 500

function useChecked(text: string): Checked {
  const { t } = useTranslation('operator')
  const api = useApi()
  const settled = usePaused(text)
  const found = useMemo(() => placesIn(settled), [settled])
  const isJson = found.brokenAt === undefined
  const { data, isFetching } = useQuery({
    queryKey: ['manifest check', settled],
    enabled: isJson,
    retry: false,
    queryFn: async ({ signal }) => {
      const body = JSON.parse(settled) as never // what is no manifest is said by the check
      try {
        signal.throwIfAborted()
        return { reply: await api.post('/v1/businesses', { query: { check: 'true' }, body }) }
      } catch (problem) {
        if (problem instanceof ApiProblem) return { problem }
        throw problem
      }
    },
  })
  const isChecking = text !== settled || (isJson && isFetching)
  const errors = isJson ? errorsOf(data?.problem) : []
  const marks = isJson
    ? errors.map(({ pointer, detail }) => {
        const at = placeOf(found, pointer)
        return { line: lineOf(settled, at), at, detail, pointer }
      })
    : [{ line: lineOf(settled, found.brokenAt), at: found.brokenAt, detail: t('manifest.notJson'), pointer: '' }]
  return {
    isChecking,
    isGood: !isChecking && isJson && data?.reply !== undefined,
    marks: marks.toSorted((one, other) => one.at - other.at),
    townDebits: data?.reply?.townDebits ?? [],
    version: data?.reply?.version,
  }
}

function errorsOf(problem: ApiProblem | undefined): readonly { pointer: string; detail: string }[] {
  if (problem === undefined) return []
  return problem.errors.length > 0 ? problem.errors : [{ pointer: '', detail: problem.message }]
}

function usePaused(text: string): string {
  const latest = useDeferredValue(text)
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(latest), pauseMs)
    return () => clearTimeout(timer)
  }, [latest])
  return paused
}

function Status({ checked: { isChecking, isGood, marks } }: { checked: Checked }): ReactNode {
  const { t } = useTranslation('operator')
  const text = isChecking
    ? t('manifest.checking')
    : isGood
      ? t('manifest.good')
      : t('manifest.mistakes', { count: marks.length })
  return <p role="status">{text}</p>
}

function usePublish() {
  const { t } = useTranslation('operator')
  const { said } = useFormat()
  const api = useApi()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useIntention(async (key: string, text: string, isApproved: boolean) => {
    const manifest = JSON.parse(text) as { title: Parameters<typeof said>[0] } // it has been checked
    const query = isApproved ? { approve: 'town-debits' as const } : {}
    const { business, version } = await api.post('/v1/businesses', { query, body: manifest, key })
    client.removeQueries({ queryKey: ['/v1/businesses'] })
    client.removeQueries({ queryKey: ['/v1/businesses/{name}', { name: business }] })
    toast(t('manifest.published', { title: said(manifest.title), version }))
    await navigate(`/operator/businesses/${business}?view=flow`)
  })
}
