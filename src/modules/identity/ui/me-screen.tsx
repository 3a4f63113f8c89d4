import { Button, Stack, TextInput, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Looks } from '#kit/looks'
import { PictureField } from '#kit/picture-field'
import { ProblemNote } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { useApi } from '#web/api'
import { useHead } from '#web/head'
import { type Me, isOperator, useMe } from '#web/me'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { AddressesSection } from './addresses-section.tsx'
import { ConsentsSection } from './consents-section.tsx'
import css from './me-screen.module.css'
import { MyDataSection } from './my-data-section.tsx'
import { PasskeysSection, SessionsSection } from './security-sections.tsx'

/** What the town knows of whoever is signed in, and what they may change of it. */
export function MeScreen(): ReactNode {
  const { t } = useTranslation('account')
  const me = useMe()
  useHead({ title: t('me.title'), isPrivate: true })
  if (me === null || me === undefined) return null
  return (
    <Page width="narrow">
      <PageTitle hint={t('me.hint')}>{me.party.name}</PageTitle>
      <nav className={css.places} aria-label={t('me.places')}>
        <Button component={Link} to="/wallet" variant="light">
          {t('me.wallet')}
        </Button>
        <Button component={Link} to="/sell" variant="light">
          {t('me.sell')}
        </Button>
        <Button component={Link} to="/cases" variant="light">
          {t('me.cases')}
        </Button>
        {isOperator(me) && (
          <Button component={Link} to="/operator" variant="light">
            {t('me.operate')}
          </Button>
        )}
      </nav>
      <ProfileSection key={me.party.id} me={me} />
      <AddressesSection />
      <Section title={t('me.looks')}>
        <Looks />
      </Section>
      <PasskeysSection />
      <ConsentsSection />
      <SessionsSection />
      <MyDataSection />
    </Page>
  )
}

function ProfileSection({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation('account')
  const api = useApi()
  const client = useQueryClient()
  const [name, setName] = useState(me.party.name)
  const [about, setAbout] = useState(me.party.about)
  const [picture, setPicture] = useState(me.party.picture)
  const save = useIntention(async (key: string) => {
    await api.patch('/v1/profile', { body: { name, about, picture }, key })
    await client.invalidateQueries()
    toast(t('me.saved'))
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void save.press()
  }
  const errors = save.problem?.errors ?? []
  return (
    <Section title={t('me.profile')}>
      <form onSubmit={submit}>
        <Stack>
          <div className={css.face}>
            <PictureField
              name="picture"
              label={t('me.picture')}
              hint={undefined}
              schema={{}}
              isRequired={false}
              value={picture ?? undefined}
              error={errorAt(errors, 'picture')}
              context={{ currency: '' }}
              onChange={(id) => setPicture(id as string)}
            />
          </div>
          <TextInput
            label={t('signUp.name')}
            required
            withAsterisk={false}
            maxLength={120}
            autoComplete="name"
            value={name}
            error={errorAt(errors, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('me.about')}
            description={t('me.aboutHint')}
            maxLength={2000}
            value={about}
            error={errorAt(errors, 'about')}
            onChange={(event) => setAbout(event.currentTarget.value)}
          />
          <ProblemNote problem={save.problem} />
          <Button type="submit" loading={save.isPending}>
            {t('me.save')}
          </Button>
        </Stack>
      </form>
    </Section>
  )
}
