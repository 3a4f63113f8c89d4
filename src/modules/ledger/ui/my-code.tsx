import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '#web/me'
import css from './my-code.module.css'

/** A code that others scan with their telephone's camera to send money here. */
export function MyCode(): ReactNode {
  const { t } = useTranslation('account')
  const me = useMe()
  const link = me === null || me === undefined ? '' : `${location.origin}/wallet?to=${me.party.id}`
  const { data } = useQuery({
    queryKey: ['code of a wallet', link],
    enabled: link !== '',
    staleTime: Infinity,
    queryFn: async () => {
      const { toString } = await import('qrcode')
      return toString(link, { type: 'svg', margin: 1 })
    },
  })
  return (
    <div className={css.code}>
      {data !== undefined && (
        <img
          src={`data:image/svg+xml;utf8,${encodeURIComponent(data)}`}
          alt={t('wallet.codeAlt')}
          width={220}
          height={220}
        />
      )}
      <p>{t('wallet.codeHint')}</p>
    </div>
  )
}
