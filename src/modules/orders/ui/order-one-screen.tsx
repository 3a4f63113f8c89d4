import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useParams } from 'react-router'
import { Page, PageTitle } from '#kit/section'
import { useHead } from '#web/head'
import { CheckoutOf } from './basket-screen.tsx'

/** Ordering one thing of a business that asks more than where it goes: which days, which seats. */
export function OrderOneScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('checkout')
  const [qty, setQty] = useState(1)
  useHead({ title: t('basket.orderOne'), isPrivate: true })
  return (
    <Page>
      <PageTitle>{t('basket.orderOne')}</PageTitle>
      <CheckoutOf
        lines={[{ offerId: id, qty }]}
        setQty={(_, next) => setQty(Math.max(1, next))}
        onBought={() => undefined}
      />
    </Page>
  )
}
