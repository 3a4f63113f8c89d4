import { Avatar } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { OpeningNow } from '#kit/opening'
import { pictureUrl } from '#kit/picture'
import { Rating } from '#kit/rating'
import { useGet } from '#web/api'
import { useFormat } from '#web/format'
import css from './seller-card.module.css'
import type { Thing } from './offer-screen.tsx'

/** Who has it: name, face, and their own words. */
export function SellerCard({ seller }: { seller: Thing['seller'] }): ReactNode {
  const { t } = useTranslation('buyer')
  const { day } = useFormat()
  const { data } = useGet('/v1/parties/{id}', { path: { id: seller.id }, staleTime: 60_000 })
  const rating = useGet('/v1/reviews/rating', { query: { seller: seller.id }, staleTime: 60_000 })
  const { mean = null, count = 0 } = rating.data ?? {}
  return (
    <div className={css.card}>
      <Avatar src={seller.picture === null ? null : pictureUrl(seller.picture)} name={seller.name} size={56} alt="" />
      <div className={css.words}>
        <Link to={`/search?seller=${seller.id}`}>{seller.name}</Link>
        {mean !== null && (
          <p>
            <Rating rating={{ mean, count }} />
          </p>
        )}
        <OpeningNow party={seller.id} />
        {data?.about !== undefined && data.about !== '' && <p>{data.about}</p>}
        {data !== undefined && <p className={css.since}>{t('offer.since', { day: day(data.joinedAt) })}</p>}
      </div>
    </div>
  )
}
