import { Button, NativeSelect } from '@mantine/core'
import type { TFunction } from 'i18next'
import { type ReactNode, useEffect, useState } from 'react'
import { type Reply, useGet } from '#web/api'
import { useMe } from '#web/me'
import { usePeopleWords } from '#web/people'
import { addressFrom, addressText, forgetTyped, typedAddress } from '#web/typed-address'
import { AddressDialog } from './address-dialog.tsx'

type Props = { value: string; onChange: (address: string) => void }

/** Choosing from one's address book where something goes; what was typed here before is offered for keeping. */
export function AddressChoice({ value, onChange }: Props): ReactNode {
  const t = usePeopleWords()
  const me = useMe()
  const saved = useBook({ value, onChange })
  const [isAdding, setAdding] = useState(false)
  if (t === undefined || me === null || me === undefined || saved === undefined) return null
  const chosen = saved.find((one) => addressText(one) === value)
  const typed = typedAddress()
  const offered = typed === value && chosen === undefined ? typed : null
  return (
    <>
      {saved.length > 0 && <Choice saved={saved} chosen={chosen?.id ?? ''} onChange={onChange} t={t} />}
      <div>
        <Button variant="light" size="sm" onClick={() => setAdding(true)}>
          {offered === null ? t('addresses.add') : t('addresses.keep')}
        </Button>
      </div>
      {isAdding && (
        <AddressDialog
          address={offered === null ? { name: me.party.name } : addressFrom(offered, me.party.name)}
          onClose={() => setAdding(false)}
          onSaved={(address) => {
            forgetTyped()
            onChange(addressText(address))
          }}
        />
      )}
    </>
  )
}

/** The address book of who is signed in; where nothing was typed, its first choice is taken. */
function useBook({ value, onChange }: Props): readonly Saved[] | undefined {
  const me = useMe()
  const { data } = useGet('/v1/addresses', { enabled: me !== null && me !== undefined })
  const first = data?.items.find(({ isDefault }) => isDefault)
  const begin = first === undefined ? undefined : addressText(first)
  useEffect(() => {
    if (value === '' && begin !== undefined) onChange(begin)
    // Once, when the book has been read: what is typed afterwards is not overwritten.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [begin])
  return data?.items
}

type Saved = Reply<'get', '/v1/addresses'>['items'][number]
type ChoiceProps = { saved: readonly Saved[]; chosen: string; onChange: Props['onChange']; t: TFunction<'people'> }

function Choice({ saved, chosen, onChange, t }: ChoiceProps): ReactNode {
  return (
    <NativeSelect
      label={t('addresses.choose')}
      value={chosen}
      onChange={(event) => {
        const next = saved.find(({ id }) => id === event.currentTarget.value)
        onChange(next === undefined ? '' : addressText(next))
      }}
      data={[
        ...saved.map((one) => ({ value: one.id, label: one.label ?? `${one.street}, ${one.city}` })),
        { value: '', label: t('addresses.other') },
      ]}
    />
  )
}
