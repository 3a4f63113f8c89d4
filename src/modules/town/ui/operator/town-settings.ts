import { useQueryClient } from '@tanstack/react-query'
import { type Reply, useApi } from '#web/api'
import { type Intention, useIntention } from '#web/send'

/** The town as its operator sets it. */
export type TownSettings = Reply<'get', '/v1/town'>

/** What a form changes of it. */
type Change = Partial<
  Pick<
    TownSettings,
    | 'name'
    | 'timeZone'
    | 'currency'
    | 'languages'
    | 'defaultLanguage'
    | 'accent'
    | 'logo'
    | 'about'
    | 'feesLink'
    | 'contact'
  >
>

/** Saves a part of the settings, on those that were seen. */
export function useSaveTown({ rev }: TownSettings, onSaved: () => void): Intention<void, [Change]> {
  const api = useApi()
  const client = useQueryClient()
  return useIntention(async (key: string, change: Change) => {
    const changed = await api.patch('/v1/town', { body: { rev, ...change }, key })
    client.setQueryData(['/v1/town', {}, {}], changed) // this page too shows the town as it is now
    onSaved()
  })
}
