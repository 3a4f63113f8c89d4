import { Button, CloseButton, Group, NativeSelect } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { useApi } from '#web/api'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { useGrantWord } from './grant-word.ts'
import type { Standing } from './parties-screen.tsx'
import css from './parties.module.css'
import { useRefreshParties } from './refresh-parties.ts'

/** Grants that the town itself and the lines of business it came with ask for. */
const usual = ['arbiter', 'brand', 'courier', 'operator'] as const

/** What a party may do beyond what everybody may. What was taken back can be given again at once. */
export function Grants({ party: { id, name, grants } }: { party: Standing }): ReactNode {
  const { t } = useTranslation('operator')
  const word = useGrantWord()
  const api = useApi()
  const refresh = useRefreshParties()
  const free = usual.filter((grant) => !grants.includes(grant))
  const [chosen, setChosen] = useState<string>('')
  const wanted = free.find((grant) => grant === chosen) ?? free[0]
  const send = useIntention(async (key: string, grant: string, isGiven: boolean) => {
    const sent = { path: { id, name: grant }, key }
    await (isGiven
      ? api.put('/v1/parties/{id}/grants/{name}', sent)
      : api.delete('/v1/parties/{id}/grants/{name}', sent))
    await refresh()
    return true
  })
  async function change(grant: string, isGiven: boolean): Promise<void> {
    if ((await send.press(grant, isGiven)) === undefined) return
    toast(t(isGiven ? 'parties.given' : 'parties.taken', { grant: word(grant), name }), {
      undo: () => void change(grant, !isGiven),
    })
  }
  return (
    <Section title={t('parties.grants')}>
      <p>{t('parties.grantsHint')}</p>
      {grants.length > 0 && (
        <ul className={css.chips}>
          {grants.map((grant) => (
            <li key={grant}>
              {word(grant)}
              <CloseButton
                size="sm"
                aria-label={t('parties.take', { grant: word(grant) })}
                onClick={() => void change(grant, false)}
              />
            </li>
          ))}
        </ul>
      )}
      <ProblemNote problem={send.problem} />
      {wanted !== undefined && (
        <Group align="end">
          <NativeSelect
            label={t('parties.grant')}
            value={wanted}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={free.map((value) => ({ value, label: word(value) }))}
          />
          <Button variant="default" loading={send.isPending} onClick={() => void change(wanted, true)}>
            {t('parties.give')}
          </Button>
        </Group>
      )}
    </Section>
  )
}
