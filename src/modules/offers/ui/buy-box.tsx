import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { Quantity } from '#kit/quantity'
import { useGet } from '#web/api'
import { addToBasket, restoreBasket, useBasket } from '#web/basket'
import { plainWords, useFormat } from '#web/format'
import { noteBasket } from '#web/interactions'
import { type Beginning, isForBasket, ordinaryBeginning } from '#web/manifest'
import { useMe } from '#web/me'
import { toast } from '#web/toast'
import css from './buy-box.module.css'
import type { Thing, Variant } from './offer-screen.tsx'

/** More at once are agreed with the seller. */
const qtyMax = 99

/** How many, and into the basket; or straight to the order where days, seats or other things must be said first. */
export function BuyBox({ thing, chosen }: { thing: Thing; chosen: Variant }): ReactNode {
  const { t } = useTranslation('buyer')
  const me = useMe()
  const { data } = useGet('/v1/businesses/{name}', { path: { name: thing.business }, staleTime: 60_000 })
  if (me?.party.id === thing.seller.id) return <p className={css.note}>{t('offer.own')}</p>
  if (chosen.available === 0) return null
  const beginning = ordinaryBeginning(data?.beginnings ?? [])
  if (data !== undefined && (!data.isOn || beginning === undefined))
    return <p className={css.note}>{t('offer.isOff')}</p>
  return (
    <div className={css.box}>
      {data === undefined || isForBasket(data.beginnings) ? (
        <ToBasket chosen={chosen} thing={thing} />
      ) : (
        <Directly id={chosen.id} beginning={beginning} />
      )}
      <p className={css.safe}>
        <IconShieldCheck size={20} aria-hidden />
        <span>{t('offer.safe')}</span>
      </p>
    </div>
  )
}

function Directly({ id, beginning }: { id: string; beginning: Beginning | undefined }): ReactNode {
  const { said } = useFormat()
  return (
    <Button component={Link} to={`/order/${id}`} size="lg" fullWidth>
      {said(beginning?.title) || plainWords(beginning?.type ?? '')}
    </Button>
  )
}

function ToBasket({ chosen, thing }: { chosen: Variant; thing: Thing }): ReactNode {
  const { t } = useTranslation('buyer')
  const { title } = thing
  const [qty, setQty] = useState(1)
  const before = useBasket()
  const most = Math.min(chosen.available ?? qtyMax, qtyMax)
  const isThere = before.some(({ offerId }) => offerId === chosen.id)
  const add = (): void => {
    addToBasket(chosen.id, qty)
    noteBasket(thing.id)
    toast(t('offer.added', { title }), { undo: () => restoreBasket(before) })
  }
  return (
    <>
      {most > 1 && <Quantity label={title} value={qty} max={most} onChange={setQty} />}
      <div className={css.buttons}>
        {/* A link, so that it does what it says also while the page's code is still on its way. */}
        <Button
          component={Link}
          to={isThere ? '/basket' : `/basket?add=${chosen.id}&qty=${qty}`}
          size="lg"
          onClick={() => noteBasket(thing.id)}
        >
          {t('offer.buy')}
        </Button>
        <Button size="lg" variant="light" onClick={add}>
          {t('offer.addToBasket')}
        </Button>
      </div>
    </>
  )
}
