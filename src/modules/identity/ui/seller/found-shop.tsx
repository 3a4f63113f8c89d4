import { Button, Stack, TextInput, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { useApi } from '#web/api'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { actFor } from '#web/session'
import { toast } from '#web/toast'

/** Founds a shop: whoever does becomes its owner and acts for it from then on. */
export function FoundShop(): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const [about, setAbout] = useState('')
  const [isTried, setTried] = useState(false)
  const found = useIntention(async (key: string) => {
    const shop = await api.post('/v1/parties', { body: { kind: 'firm', name: name.trim(), about }, key })
    await client.invalidateQueries()
    actFor(shop.id)
    toast(t('found.done', { name: shop.name }))
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    setTried(true)
    if (name.trim() !== '') void found.press()
  }
  const errors = found.problem?.errors ?? []
  return (
    <Section title={t('found.title')}>
      <p>{t('found.hint')}</p>
      <form onSubmit={submit} noValidate aria-label={t('found.title')}>
        <Stack>
          <TextInput
            label={t('found.name')}
            maxLength={120}
            value={name}
            error={errorAt(errors, 'name') ?? (isTried && name.trim() === '' ? t('editor.missingHere') : undefined)}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('shop.about')}
            maxLength={2000}
            value={about}
            error={errorAt(errors, 'about')}
            onChange={(event) => setAbout(event.currentTarget.value)}
          />
          <ProblemNote problem={found.problem} />
          <div>
            <Button type="submit" loading={found.isPending}>
              {t('found.button')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}
