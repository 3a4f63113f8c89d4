import { UnstyledButton } from '@mantine/core'
import { IconUserCircle } from '@tabler/icons-react'
import { type ReactNode, Suspense, lazy, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, NavLink, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { pictureUrl } from '#kit/picture'
import { OpenAccountProvider } from '../account.ts'
import { useBasket } from '../basket.ts'
import { isOperator, useMe } from '../me.ts'
import { setupPath } from '../opened-link.ts'
import type { Group, Screen } from '../screens.ts'
import { tourSteps, useTour } from '../tour.ts'
import { useTown } from '../town.ts'
import css from './frame.module.css'
import { NotOpenYet } from './not-open-yet.tsx'
import { SearchBox } from './search-box.tsx'
import { Toasts } from './toasts.tsx'
import { TownFoot } from './town-foot.tsx'

const AccountSheet = lazy(async () => ({ default: (await import('./account-sheet.tsx')).AccountSheet }))

const TourBar = lazy(async () => ({ default: (await import('./tour-bar.tsx')).TourBar }))

type NavScreen = Screen & { nav: NonNullable<Screen['nav']> }

/** What stands around every screen of a group: brand, search, navigation, who one is. */
export function Frame({ group, screens }: { group: Group; screens: readonly Screen[] }): ReactNode {
  const { t } = useTranslation('shell')
  const [isOpen, setOpen] = useState(false)
  const { step } = useTour()
  const isOnTour = step !== undefined && step < tourSteps
  const open = useCallback(() => setOpen(true), [])
  const { isOpen: isTownOpen } = useTown()
  const isOwn = useIsTownOwn()
  // Whoever sets the town up shall not be led away from it.
  const isSettingUp = useLocation().pathname === setupPath
  const places = ((isTownOpen || isOwn) && !isSettingUp ? screens : [])
    .filter((screen): screen is NavScreen => screen.nav !== undefined)
    .toSorted((one, other) => one.nav.order - other.nav.order)
  return (
    <OpenAccountProvider value={open}>
      <div className={css.frame} data-group={group}>
        <a className={css.skip} href="#main">
          {t('skip')}
        </a>
        <header className={css.header}>
          <div className={css.bar}>
            <Brand group={group} />
            {group === 'buyer' && (isTownOpen || isOwn) && <SearchBox />}
            <nav className={css.top} aria-label={t('nav.label')}>
              {places
                .filter(({ nav }) => nav.isOnPhonesOnly !== true)
                .map((place) => (
                  <Place key={place.path} place={place} />
                ))}
            </nav>
            <Who open={open} />
          </div>
        </header>
        <Main isClosed={!isTownOpen && !isOwn} />
        {group === 'buyer' && isTownOpen && <TownFoot />}
        {group === 'buyer' && isOnTour && (
          <Suspense>
            <TourBar />
          </Suspense>
        )}
        {places.length > 0 && (
          <nav className={css.bottom} aria-label={t('nav.label')}>
            {places.slice(0, 5).map((place) => (
              <Place key={place.path} place={place} />
            ))}
          </nav>
        )}
      </div>
      <Toasts />
      <ScrollRestoration />
      {isOpen && (
        <Suspense>
          <AccountSheet close={() => setOpen(false)} />
        </Suspense>
      )}
    </OpenAccountProvider>
  )
}

/** Pages that a town shows before it is open: the ways in for whoever sets it up. */
const waysIn = /^\/(sign-in|welcome|forgot|reset|verify|operator\/setup)$/

/** Whether whoever looks may see a town that is not open yet: those who run it. */
function useIsTownOwn(): boolean {
  return isOperator(useMe())
}

/** After a move the new screen is what is read out next. */
function Main({ isClosed }: { isClosed: boolean }): ReactNode {
  const { pathname } = useLocation()
  const main = useRef<HTMLElement>(null)
  const last = useRef(pathname)
  useEffect(() => {
    if (last.current !== pathname) main.current?.focus({ preventScroll: true })
    last.current = pathname
  }, [pathname])
  return (
    <main id="main" ref={main} tabIndex={-1} className={css.main}>
      {isClosed && !waysIn.test(pathname) ? <NotOpenYet /> : <Outlet />}
    </main>
  )
}

const homes: Readonly<Record<Group, string>> = { buyer: '/', seller: '/sell', operator: '/operator' }

function Brand({ group }: { group: Group }): ReactNode {
  const { t } = useTranslation('shell')
  const { name, isSandbox, logo } = useTown()
  return (
    <div className={css.brand}>
      <Link to={homes[group]} className={css.name}>
        <img src={logo === null ? '/icon.svg' : pictureUrl(logo)} alt="" width={30} height={30} />
        <span>{name}</span>
      </Link>
      {isSandbox && (
        <span className={css.sandbox} title={t('sandbox.hint')}>
          {t('sandbox.badge')}
        </span>
      )}
    </div>
  )
}

function Place({ place: { path, nav } }: { place: NavScreen }): ReactNode {
  const { t } = useTranslation('shell')
  const { icon: Icon, word } = nav
  const count = useBasket().reduce((sum, { qty }) => sum + qty, 0)
  const isBasket = path === '/basket' && count > 0
  return (
    <NavLink to={path} end={path.split('/').length <= 2} className={css.place ?? ''} title={t(`nav.${word}`)}>
      <span className={css.icon}>
        <Icon size={24} stroke={1.75} />
        {isBasket && (
          <span className={css.count} aria-hidden>
            {count}
          </span>
        )}
      </span>
      <span className={css.word}>{t(`nav.${word}`)}</span>
      {isBasket && <span className={css.hidden}>{t('nav.basketCount', { count })}</span>}
    </NavLink>
  )
}

function Who({ open }: { open: () => void }): ReactNode {
  const { t } = useTranslation('shell')
  const me = useMe()
  const label = me === null || me === undefined ? t('signIn.title') : t('account.open', { name: me.party.name })
  return (
    <UnstyledButton className={css.who} onClick={open} aria-label={label} aria-haspopup="dialog">
      {me === null || me === undefined ? (
        <IconUserCircle size={30} stroke={1.5} />
      ) : (
        <Face picture={me.party.picture} />
      )}
    </UnstyledButton>
  )
}

/** Every first page carries this: a picture in a circle needs no more code than that. */
function Face({ picture }: { picture: string | null }): ReactNode {
  return (
    <span className={css.face}>
      {picture === null ? (
        <IconUserCircle size={28} stroke={1.5} />
      ) : (
        <img src={pictureUrl(picture)} width={36} height={36} alt="" />
      )}
    </span>
  )
}
