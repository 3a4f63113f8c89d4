import { Button, Radio, RadioGroup, Stack, Textarea } from '@mantine/core'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useApi, useGet } from '#web/api'
import { useFormat } from '#web/format'
import { usePeopleWords } from '#web/people'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem.tsx'
import type { Reported } from './report.tsx'

/** Says what is wrong with something: a reason, and words to it. */
export function ReportDialog({ kind, about, onClose }: Reported & { onClose: () => void }): ReactNode {
  const t = usePeopleWords()
  const { said } = useFormat()
  const api = useApi()
  const [reason, setReason] = useState('')
  const [words, setWords] = useState('')
  const kinds = useGet('/v1/cases/kinds', { staleTime: 300_000 })
  const send = useIntention(async (key: string) => {
    await api.post('/v1/cases', { body: { kind, about, reason, ...(words === '' ? {} : { words }) }, key })
    if (t !== undefined) toast(t('report.thanks'))
    onClose()
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    if (reason !== '') void send.press()
  }
  if (t === undefined) return null
  const reasons = kinds.data?.items.find(({ name }) => name === kind)?.reasons ?? []
  return (
    <Dialog isOpen onClose={onClose} title={t('report.title')}>
      <form onSubmit={submit}>
        <Stack>
          <RadioGroup label={t('report.reason')} value={reason} onChange={setReason}>
            <Stack gap="xs" mt="xs">
              {reasons.map(({ name, title }) => (
                <Radio key={name} value={name} label={said(title)} />
              ))}
            </Stack>
          </RadioGroup>
          <Textarea
            label={t('report.words')}
            description={t('report.wordsHint')}
            maxLength={2000}
            minRows={3}
            autosize
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ProblemNote problem={kinds.error ?? send.problem} />
          <Button type="submit" loading={send.isPending} disabled={reason === ''}>
            {t('report.send')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
