import { Badge, Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { AddressDialog } from '#kit/address-dialog'
import { ProblemNote } from '#kit/problem'
import { Section } from '#kit/section'
import { type Reply, useApi, useGet } from '#web/api'
import { useMe } from '#web/me'
import { usePeopleWords } from '#web/people'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import { addressFrom, forgetTyped, typedAddress } from '#web/typed-address'
import css from './me-screen.module.css'

type Address = Reply<'get', '/v1/addresses'>['items'][number]

/** One's address book. What was removed can be brought back; what was typed before signing in is offered. */
export function AddressesSection(): ReactNode {
  const t = usePeopleWords()
  const me = useMe()
  const { data, error } = useGet('/v1/addresses')
  const [open, setOpen] = useState<Parameters<typeof AddressDialog>[0]['address'] | undefined>(undefined)
  const [typed, setTyped] = useState(typedAddress())
  const name = me?.party.name ?? ''
  if (t === undefined) return null
  return (
    <Section title={t('addresses.title')}>
      <p className={css.hint}>{t('addresses.hint')}</p>
      <ProblemNote problem={error} />
      {data?.items.length === 0 && <p>{t('addresses.none')}</p>}
      <ul className={css.rows}>
        {(data?.items ?? []).map((address) => (
          <One key={address.id} address={address} edit={() => setOpen(address)} />
        ))}
      </ul>
      {typed !== null && (
        <div className={css.row}>
          <span>
            {t('addresses.keep')} <span className={css.hint}>{t('addresses.keepHint', { address: typed })}</span>
          </span>
          <Button variant="light" size="sm" onClick={() => setOpen(addressFrom(typed, name))}>
            {t('save')}
          </Button>
        </div>
      )}
      <div>
        <Button variant="light" onClick={() => setOpen({ name })}>
          {t('addresses.add')}
        </Button>
      </div>
      {open !== undefined && (
        <AddressDialog
          address={open}
          onClose={() => setOpen(undefined)}
          onSaved={() => {
            forgetTyped()
            setTyped(null)
          }}
        />
      )}
    </Section>
  )
}

function One({ address, edit }: { address: Address; edit: () => void }): ReactNode {
  const t = usePeopleWords()
  const api = useApi()
  const client = useQueryClient()
  const refresh = async (): Promise<void> => client.invalidateQueries({ queryKey: ['/v1/addresses'] })
  const { id, ...body } = address
  const put = async (): Promise<void> => {
    await api.put('/v1/addresses/{id}', { path: { id }, body })
    await refresh()
  }
  const remove = useIntention(async (key: string) => {
    await api.delete('/v1/addresses/{id}', { path: { id }, key })
    if (t !== undefined) toast(t('addresses.removed'), { undo: () => void put() })
    await refresh()
  })
  if (t === undefined) return null
  const { label, name, street, postalCode = '', city, isDefault } = address
  return (
    <li className={css.row}>
      <span>
        {label !== undefined && <strong>{label} </strong>}
        {isDefault && <Badge variant="light">{t('addresses.default')}</Badge>}
        <span className={css.hint} style={{ display: 'block' }}>
          {[name, street, `${postalCode} ${city}`.trim()].join(', ')}
        </span>
      </span>
      <span>
        <Button variant="subtle" size="sm" onClick={edit}>
          {t('addresses.edit')}
        </Button>
        <Button variant="subtle" size="sm" loading={remove.isPending} onClick={() => void remove.press()}>
          {t('addresses.remove')}
        </Button>
      </span>
      <ProblemNote problem={remove.problem} />
    </li>
  )
}
