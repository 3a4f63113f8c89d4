import { NativeSelect, TextInput } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { localeOf } from '#web/format'
import { errorAt } from '#web/schema'
import { FillIn, type FormProps } from './fill-in.tsx'
import css from './forms.module.css'
import { type TownSettings, useSaveTown } from './town-settings.ts'

/** What the town is called, where its days begin, and what it counts in. */
export function NameForm({ town, onSaved, ...rest }: FormProps & { town: TownSettings }): ReactNode {
  const { t } = useTranslation('operator')
  const [name, setName] = useState(town.name)
  const [timeZone, setTimeZone] = useState(town.timeZone)
  const [currency, setCurrency] = useState(town.currency)
  const [contact, setContact] = useState(town.contact)
  const save = useSaveTown(town, onSaved)
  const errors = save.problem?.errors ?? []
  const zones = useZones(town.timeZone)
  const currencies = useCurrencies()
  return (
    <FillIn
      {...rest}
      label={t('townForm.title')}
      isPending={save.isPending}
      problem={save.problem}
      onSubmit={() => void save.press({ name, timeZone, currency, contact })}
    >
      <TextInput
        label={t('townForm.name')}
        description={t('townForm.nameHint')}
        value={name}
        maxLength={60}
        required
        withAsterisk={false}
        error={errorAt(errors, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <div className={css.pair}>
        <NativeSelect
          label={t('townForm.zone')}
          description={t('townForm.zoneHint')}
          value={timeZone}
          data={zones}
          translate="no"
          error={errorAt(errors, 'timeZone')}
          onChange={(event) => setTimeZone(event.currentTarget.value)}
        />
        <NativeSelect
          label={t('townForm.currency')}
          description={t('townForm.currencyHint')}
          value={currency}
          data={currencies}
          error={errorAt(errors, 'currency')}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label={t('townForm.contact')}
        description={t('townForm.contactHint')}
        type="email"
        value={contact}
        maxLength={254}
        error={errorAt(errors, 'contact')}
        onChange={(event) => setContact(event.currentTarget.value)}
      />
    </FillIn>
  )
}

function useZones(own: string): string[] {
  return useMemo(() => [...new Set([own, 'UTC', ...Intl.supportedValuesOf('timeZone')])].toSorted(), [own])
}

function useCurrencies(): { value: string; label: string }[] {
  const { i18n } = useTranslation()
  return useMemo(() => {
    const names = new Intl.DisplayNames([localeOf(i18n.language)], { type: 'currency' })
    return Intl.supportedValuesOf('currency').map((value) => ({ value, label: `${value} · ${names.of(value) ?? ''}` }))
  }, [i18n.language])
}
