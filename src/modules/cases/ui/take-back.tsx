import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '#kit/dialog'
import { ProblemNote } from '#kit/problem'
import { useApi } from '#web/api'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import type { Case } from './case-parts.tsx'

type Props = { found: Case; t: TFunction<'people'> }

/** Takes back what one has brought: asked first, since it cannot be brought again as it was. */
export function TakeBack({ found, t }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false)
  return (
    <div>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('cases.takeBack')}
      </Button>
      {isOpen && <Ask found={found} t={t} onClose={() => setOpen(false)} />}
    </div>
  )
}

function Ask({ found: { id, ruling, reports }, t, onClose }: Props & { onClose: () => void }): ReactNode {
  const { t: shell } = useTranslation('shell')
  const api = useApi()
  const client = useQueryClient()
  const [words, setWords] = useState('')
  const send = useIntention(async (key: string) => {
    const body = words.trim() === '' ? {} : { words }
    await api.post('/v1/cases/{id}/withdrawal', { path: { id }, body, key })
    toast(t('cases.takenBack'))
    await client.invalidateQueries({ predicate: ({ queryKey: [first] }) => String(first).startsWith('/v1/cases') })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void send.press()
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('cases.takeBackAsk')}>
      <form onSubmit={submit}>
        <Stack>
          <p>{consequence({ hasRuling: ruling !== null, isShared: reports > 1, t })}</p>
          <Textarea
            label={t('cases.takeBackWhy')}
            maxLength={2000}
            minRows={2}
            autosize
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ProblemNote problem={send.problem} />
          <Group>
            <Button type="submit" loading={send.isPending}>
              {t('cases.takeBack')}
            </Button>
            <Button variant="default" onClick={onClose}>
              {shell('close')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

/** What taking it back means for the case. */
function consequence({
  hasRuling,
  isShared,
  t,
}: {
  hasRuling: boolean
  isShared: boolean
  t: TFunction<'people'>
}): string {
  if (hasRuling) return t('cases.takeBackWish')
  return isShared ? t('cases.takeBackShared') : t('cases.takeBackLast')
}
