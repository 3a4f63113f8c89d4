import { Avatar, Button, Modal, Stack, UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { Looks } from '#kit/looks'
import { pictureUrl } from '#kit/picture'
import { ProblemNote } from '#kit/problem'
import { useApi, useGet } from '../api.ts'
import { useFormat } from '../format.ts'
import { isOperator, useMe } from '../me.ts'
import { visit } from '../opened-link.ts'
import { useBecome } from '../personas.ts'
import { useIntention } from '../send.ts'
import { actFor, noteSignedOut, useSession } from '../session.ts'
import { useTown } from '../town.ts'
import css from './account-sheet.module.css'

/** Who one is, whom one acts for, whom one may be in a sandbox, and how the page speaks and looks. */
export function AccountSheet({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation('shell')
  const { isSandbox } = useTown()
  return (
    <Modal opened onClose={close} title={t('account.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack gap="lg">
        <Known close={close} />
        {isSandbox && <Personas close={close} />}
        <Looks />
      </Stack>
    </Modal>
  )
}

function Known({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation('shell')
  const api = useApi()
  const me = useMe()
  const { party } = useSession()
  const leave = useIntention(async (key: string) => {
    await api.delete('/v1/session', { key })
    noteSignedOut()
    close()
  })
  if (me === null || me === undefined) {
    return (
      <Button component={Link} to="/sign-in" onClick={close}>
        {t('signIn.title')}
      </Button>
    )
  }
  const areas = [
    { to: '/me', text: t('account.me') },
    { to: '/sell', text: t('account.sell') },
    ...(isOperator(me) ? [{ to: '/operator', text: t('account.operate') }] : []),
  ]
  return (
    <Stack gap="xs">
      <Person name={me.party.name} picture={me.party.picture} hint={t('account.signedIn')} />
      <div className={css.areas}>
        {areas.map(({ to, text }) => (
          <Button key={to} component={Link} to={to} variant="light" onClick={close}>
            {text}
          </Button>
        ))}
        <Button variant="default" loading={leave.isPending} onClick={() => void leave.press()}>
          {t('account.leave')}
        </Button>
      </div>
      {(me.actsFor.length > 0 || party !== null) && (
        <ul className={css.people} aria-label={t('account.actFor')}>
          {party !== null && (
            <li>
              <UnstyledButton className={css.person} onClick={() => actFor(null)}>
                {t('account.actForMe')}
              </UnstyledButton>
            </li>
          )}
          {me.actsFor.map((shop) => (
            <li key={shop.id}>
              <UnstyledButton
                className={css.person}
                aria-pressed={shop.id === me.party.id}
                onClick={() => {
                  actFor(shop.id)
                  close()
                }}
              >
                <Person name={shop.name} picture={shop.picture} hint={t('account.actForShop')} />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

function Personas({ close }: { close: () => void }): ReactNode {
  const { t } = useTranslation('shell')
  const { said } = useFormat()
  const navigate = useNavigate()
  const me = useMe()
  const guest = visit()
  const query = guest === undefined ? {} : { visit: guest }
  const { data, error } = useGet('/v1/sandbox/personas', { query, staleTime: 60_000, retry: false })
  const become = useBecome()
  const choose = useIntention(async (key: string, slug: string) => {
    await become(slug, key)
    close()
    // A page that only the one before may see is left; an order shows itself from the other side.
    if (/^\/(operator|sell)/.test(location.pathname)) await navigate('/')
  })
  if (error !== null) return <p className={css.hint}>{t('sandbox.noPersonas')}</p>
  return (
    <section>
      <h2 className={css.heading}>{t('sandbox.who')}</h2>
      <p className={css.hint}>{t('sandbox.whoHint')}</p>
      <ul className={css.people}>
        {(data?.items ?? []).map(({ slug, name, title, picture, party }) => (
          <li key={slug}>
            <UnstyledButton
              className={css.person}
              aria-pressed={party === me?.party.id}
              onClick={() => void choose.press(slug)}
            >
              <Person name={said(title)} picture={picture} hint={name} />
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <ProblemNote problem={choose.problem} />
    </section>
  )
}

function Person({ name, picture, hint }: { name: string; picture: string | null; hint: string }): ReactNode {
  return (
    <span className={css.who}>
      <Avatar src={picture === null ? null : pictureUrl(picture)} name={name} size={44} alt="" />
      <span>
        <strong>{name}</strong>
        <span className={css.hint}>{hint}</span>
      </span>
    </span>
  )
}
