import { Button, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { ProblemNote, ProblemState } from '#kit/problem'
import { RowSkeletons } from '#kit/skeletons'
import { type Reply, useApi, useGet } from '#web/api'
import { useIntention } from '#web/send'
import { useStandingWords } from '#web/standing'
import { toast } from '#web/toast'
import { setsIn, textOf } from './synonym-lines.ts'

type Synonyms = Reply<'get', '/v1/search/synonyms'>
const read = '/v1/search/synonyms'

/** Words that mean the same, a line for each set. */
export function SynonymsForm(): ReactNode {
  const { data, error, refetch } = useGet(read)
  if (data === undefined) {
    if (error !== null) return <ProblemState problem={error} again={() => void refetch()} />
    return <RowSkeletons count={3} />
  }
  return <Lines known={data} />
}

function Lines({ known }: { known: Synonyms }): ReactNode {
  const t = useStandingWords()!
  const api = useApi()
  const client = useQueryClient()
  // What is typed stays, on the sets that were seen, whatever others save meanwhile.
  const [seen, setSeen] = useState(known)
  const [text, setText] = useState(textOf(known.sets))
  const keep = (changed: Synonyms): void => {
    setSeen(changed)
    client.setQueryData([read, {}, {}], changed)
  }
  const restore = useIntention(async (key: string, { rev, sets }: Synonyms) => {
    const changed = await api.put(read, { body: { rev, sets }, key })
    keep({ rev: changed.rev, sets })
    setText(textOf(sets))
    toast(t('searches.restored'))
  })
  const save = useIntention(async (key: string) => {
    const sets = setsIn(text)
    const { rev } = await api.put(read, { body: { rev: seen.rev, sets }, key })
    const before = seen.sets
    keep({ rev, sets })
    toast(t('searches.saved'), { undo: () => void restore.press({ rev, sets: before }) })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void save.press()
  }
  const wrong = save.problem?.errors?.[0]
  const line = Number(/^\/sets\/(\d+)/.exec(wrong?.pointer ?? '')?.[1] ?? Number.NaN)
  const error = wrong === undefined ? undefined : `${(setsIn(text)[line] ?? []).join(', ')}: ${wrong.detail}`
  return (
    <form onSubmit={submit} noValidate aria-label={t('searches.synonyms')}>
      <Textarea
        aria-label={t('searches.synonyms')}
        description={t('searches.synonymsHint')}
        autosize
        minRows={5}
        maxRows={16}
        value={text}
        error={error}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <ProblemNote problem={wrong === undefined ? (save.problem ?? restore.problem) : undefined} />
      <Button type="submit" mt="sm" loading={save.isPending || restore.isPending}>
        {t('searches.save')}
      </Button>
    </form>
  )
}
