import { Button, Checkbox, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { useApi } from '#web/api'
import { newKey } from '#web/ids'
import { usePeopleWords } from '#web/people'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { toast } from '#web/toast'
import type { WrittenAddress } from '#web/typed-address'
import { Dialog } from './dialog.tsx'
import { ProblemNote } from './problem.tsx'

type Props = {
  /** What stands in the form at first; with an id it is changed. */
  address: Partial<WrittenAddress> & { id?: string; isDefault?: boolean }
  onClose: () => void
  onSaved?: (address: WrittenAddress) => void
}

const fields = ['name', 'street', 'postalCode', 'city', 'countryCode', 'label', 'note'] as const
const needed: readonly string[] = ['name', 'street', 'city', 'countryCode']
const completes: Partial<Record<(typeof fields)[number], string>> = {
  name: 'name', street: 'street-address', postalCode: 'postal-code', city: 'address-level2', countryCode: 'country',
} // prettier-ignore

/** Entering an address, or changing it. */
export function AddressDialog({ address, onClose, onSaved }: Props): ReactNode {
  const t = usePeopleWords()
  const api = useApi()
  const client = useQueryClient()
  const [id] = useState(address.id ?? newKey())
  const [given, setGiven] = useState<Partial<WrittenAddress>>(address)
  const [isDefault, setDefault] = useState(address.isDefault ?? false)
  const save = useIntention(async (key: string) => {
    const body = { ...written(given), isDefault }
    await api.put('/v1/addresses/{id}', { path: { id }, body, key })
    if (t !== undefined) toast(t('addresses.saved'))
    onSaved?.(written(given))
    onClose()
    await client.invalidateQueries({ queryKey: ['/v1/addresses'] })
  })
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    event.stopPropagation() // it may stand within the form of a checkout
    void save.press()
  }
  if (t === undefined) return null
  const words = { countryCode: t('addresses.country') } as const
  return (
    <Dialog isOpen onClose={onClose} title={address.id === undefined ? t('addresses.add') : t('addresses.edit')}>
      <form onSubmit={submit}>
        <Stack>
          {fields.map((name) => (
            <TextInput
              key={name}
              label={name === 'countryCode' ? words.countryCode : t(`addresses.${name}`)}
              required={needed.includes(name)}
              withAsterisk={false}
              {...(completes[name] === undefined ? {} : { autoComplete: completes[name] })}
              maxLength={name === 'note' ? 300 : name === 'label' ? 40 : 120}
              value={given[name] ?? ''}
              error={errorAt(save.problem?.errors ?? [], name)}
              onChange={(event) => setGiven({ ...given, [name]: event.currentTarget.value })}
            />
          ))}
          <Checkbox
            label={t('addresses.makeDefault')}
            checked={isDefault}
            onChange={(event) => setDefault(event.currentTarget.checked)}
          />
          <ProblemNote problem={save.problem} />
          <Button type="submit" loading={save.isPending}>
            {t('save')}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}

/** What was filled in, without what was left empty. */
function written(given: Partial<WrittenAddress>): WrittenAddress {
  const filled = fields.flatMap((name) => {
    const value = given[name]?.trim() ?? ''
    return value === '' ? [] : [[name, name === 'countryCode' ? value.toUpperCase() : value]]
  })
  return Object.fromEntries(filled) as WrittenAddress // what is missing is refused by the server, at its place
}
