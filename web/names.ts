import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { getOptions, useApi } from './api.ts'
import { plainWords } from './format.ts'
import { useMe } from './me.ts'

/** Profiles change rarely, ms. */
const staleMs = 300_000

/** Accounts of the town have names in the place of a party's id. */
const uuidLength = 36

/** Names of parties by id, as they are read; one's own is "You". */
export function useNames(ids: readonly string[]): (id: string) => string {
  const { t } = useTranslation('shell')
  const api = useApi()
  const me = useMe()
  const wanted = [...new Set(ids)].filter((id) => id.length === uuidLength).toSorted()
  const replies = useQueries({
    queries: wanted.map((id) => ({ ...getOptions(api, '/v1/parties/{id}', { path: { id } }), staleTime: staleMs })),
  })
  return (id) => {
    if (id === me?.party.id) return t('you')
    return replies[wanted.indexOf(id)]?.data?.name ?? '…'
  }
}

/** Whose an account is: `wallet:PARTY`, `earned:PARTY`, `@fees`. */
export function useAccountNames(ids: readonly string[]): (account: string) => string {
  const { t, i18n } = useTranslation('shell')
  const nameOf = useNames(ids)
  return (account) => {
    if (!account.startsWith('@')) return nameOf(account.split(':')[1] ?? '')
    const name = account.slice(1).split(':')[0] ?? ''
    return i18n.exists(`account-of.${name}`, { ns: 'shell' })
      ? t(`account-of.${name}` as 'account-of.fees')
      : plainWords(name)
  }
}
