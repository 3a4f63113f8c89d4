import { Button, Stack, TextInput, Textarea } from '@mantine/core'
import { IconBuildingStore, IconRosetteDiscountCheck } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { HoursSection } from '#kit/hours-form'
import { PictureField } from '#kit/picture-field'
import { PlaceSection } from '#kit/place-form'
import { ProblemNote } from '#kit/problem'
import { Page, PageTitle, Section } from '#kit/section'
import { PageSkeleton } from '#kit/skeletons'
import { TextLink } from '#kit/text-link'
import { useApi } from '#web/api'
import { useFormat } from '#web/format'
import { useHead } from '#web/head'
import { type Me, useMe } from '#web/me'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { actFor } from '#web/session'
import { toast } from '#web/toast'
import { FoundShop } from './found-shop.tsx'
import css from './shop.module.css'
import { Team } from './team.tsx'

/** How a shop presents itself, who vouches for it, and who works in it; for whoever has none, how to found one. */
export function ShopScreen(): ReactNode {
  const { t } = useTranslation('seller')
  useHead({ title: t('shop.title'), isPrivate: true })
  const me = useMe()
  if (me === null || me === undefined) return <PageSkeleton />
  const isShop = me.user !== undefined
  return (
    <Page width="narrow">
      <PageTitle
        hint={isShop && me.role !== undefined ? t('shop.youAre', { role: t(`team.role.${me.role}`) }) : t('shop.asYou')}
        aside={
          <span>
            <TextLink to={`/search?seller=${me.party.id}`}>{t('shop.asBuyer')}</TextLink>{' '}
            <TextLink to="/sell/reviews">{t('shop.reviews')}</TextLink>
          </span>
        }
      >
        {me.party.name}
      </PageTitle>
      <Vouched me={me} />
      <Profile key={me.party.id} me={me} />
      {mayPresent(me) && <HoursSection key={`hours ${me.party.id}`} party={me.party.id} />}
      {mayPresent(me) && <PlaceSection key={`place ${me.party.id}`} />}
      {isShop ? <Team me={me} /> : <MyShops me={me} />}
      {!isShop && <FoundShop />}
    </Page>
  )
}

/** Whether the operator has made sure of who this is. */
function Vouched({ me: { party } }: { me: Me }): ReactNode {
  const { t } = useTranslation('seller')
  const { day } = useFormat()
  return (
    <Section title={t('shop.verification')}>
      {party.verifiedAt === null ? (
        <p>{t('shop.unverified')}</p>
      ) : (
        <p className={css.vouched}>
          <IconRosetteDiscountCheck size={22} aria-hidden />
          <span>{t('shop.verified', { day: day(party.verifiedAt) })}</span>
        </p>
      )}
    </Section>
  )
}

/** Roles that say how a shop presents itself. */
function mayPresent({ user, role }: Me): boolean {
  return user === undefined || role === 'owner' || role === 'manager'
}

function Profile({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation('seller')
  const api = useApi()
  const client = useQueryClient()
  const [name, setName] = useState(me.party.name)
  const [about, setAbout] = useState(me.party.about)
  const [picture, setPicture] = useState<unknown>(me.party.picture)
  const save = useIntention(async (key: string) => {
    const face = typeof picture === 'string' ? picture : null
    await api.patch('/v1/profile', { body: { name, about, picture: face }, key })
    await client.invalidateQueries()
    toast(t('editor.saved'))
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void save.press()
  }
  const errors = save.problem?.errors ?? []
  if (!mayPresent(me)) {
    return (
      <Section title={t('shop.profile')}>
        <p>{me.party.about || t('shop.noAbout')}</p>
      </Section>
    )
  }
  return (
    <Section title={t('shop.profile')}>
      <form onSubmit={submit} noValidate aria-label={t('shop.profile')}>
        <Stack>
          <div className={css.face}>
            <PictureField
              name="picture"
              label={t('shop.picture')}
              hint={undefined}
              schema={{}}
              isRequired={false}
              value={picture ?? undefined}
              error={undefined}
              context={{ currency: '' }}
              onChange={setPicture}
            />
          </div>
          <TextInput
            label={t('shop.name')}
            required
            withAsterisk={false}
            maxLength={120}
            value={name}
            error={errorAt(errors, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t('shop.about')}
            description={t('shop.aboutHint')}
            maxLength={2000}
            minRows={3}
            value={about}
            error={errorAt(errors, 'about')}
            onChange={(event) => setAbout(event.currentTarget.value)}
          />
          <ProblemNote problem={save.problem} />
          <div>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </div>
        </Stack>
      </form>
    </Section>
  )
}

/** Shops that one may act for. */
function MyShops({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation('seller')
  if (me.actsFor.length === 0) return null
  return (
    <Section title={t('shop.mine')}>
      <div className={css.buttons}>
        {me.actsFor.map(({ id, name }) => (
          <Button key={id} variant="light" leftSection={<IconBuildingStore size={18} />} onClick={() => actFor(id)}>
            {t('shop.actFor', { name })}
          </Button>
        ))}
      </div>
    </Section>
  )
}
