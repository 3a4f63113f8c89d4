import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { TextLink } from '#kit/text-link'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { OrderScreen } from '../order-screen.tsx'
import css from './sales.module.css'

/** One order as a seller works on it: the order itself, and its slip for the parcel. */
export function SellerOrderScreen(): ReactNode {
  const { id = '' } = useParams()
  const { t } = useTranslation('seller')
  return (
    <>
      <nav className={css.bar} aria-label={t('orders.more')}>
        <TextLink to="/sell/orders">{t('orders.title')}</TextLink>
        <Button component={Link} to={`/sell/slips?ids=${id}`} variant="light" leftSection={<IconPrinter size={18} />}>
          {t('orders.slip')}
        </Button>
      </nav>
      <OrderScreen />
    </>
  )
}
