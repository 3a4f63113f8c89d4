import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import { IconCurrentLocation } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, type SubmitEvent, useState } from 'react'
import { type Reply, useApi, useGet } from '#web/api'
import { askWhere } from '#web/near'
import { errorAt } from '#web/schema'
import { useIntention } from '#web/send'
import { useStandingWords } from '#web/standing'
import { toast } from '#web/toast'
import { ProblemNote } from './problem.tsx'
import { Section } from './section.tsx'
import { RowSkeletons } from './skeletons.tsx'

type Place = Reply<'get', '/v1/profile/place'>['place']
const read = '/v1/profile/place'
/** About a metre. */
const digits = 5

/** Where a shop is: typed, or where its keeper stands now. */
export function PlaceSection(): ReactNode {
  const t = useStandingWords()
  const { data, error } = useGet(read)
  if (t === undefined) return null
  return (
    <Section title={t('place.title')}>
      <p>{t('place.hint')}</p>
      <ProblemNote problem={error} />
      {data === undefined && error === null && <RowSkeletons count={2} />}
      {data !== undefined && <PlaceForm place={data.place} />}
    </Section>
  )
}

const empty = { address: '', latitude: '', longitude: '', isShown: true, isRough: true }

function PlaceForm({ place }: { place: Place }): ReactNode {
  const t = useStandingWords()!
  const api = useApi()
  const client = useQueryClient()
  const known = place && { ...place, latitude: String(place.latitude), longitude: String(place.longitude) }
  const [form, setForm] = useState(known ?? empty)
  const change = (part: Partial<typeof empty>): void => setForm((last) => ({ ...last, ...part }))
  const save = useIntention(async (key: string) => {
    const body = { ...form, latitude: degrees(form.latitude), longitude: degrees(form.longitude) }
    const { place: stored } = await api.put(read, { body, key })
    if (stored !== null) change({ latitude: String(stored.latitude), longitude: String(stored.longitude) })
    await client.invalidateQueries()
    toast(t('place.saved'))
  })
  const remove = useIntention(async (key: string) => {
    await api.delete(read, { key })
    setForm(empty)
    await client.invalidateQueries()
    toast(t('place.removed'))
  })
  const here = async (): Promise<void> => {
    const spot = await askWhere(digits)
    if (spot === undefined) toast(t('place.notTold'))
    else change({ latitude: String(spot.latitude), longitude: String(spot.longitude) })
  }
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault()
    void save.press()
  }
  const errors = save.problem?.errors ?? []
  const field = (name: 'address' | 'latitude' | 'longitude', description: string, maxLength: number): ReactNode => (
    <TextInput
      label={t(`place.${name}`)}
      description={description}
      maxLength={maxLength}
      inputMode={name === 'address' ? 'text' : 'decimal'}
      value={form[name]}
      error={errorAt(errors, name)}
      onChange={(event) => change({ [name]: event.currentTarget.value })}
    />
  )
  return (
    <form onSubmit={submit} noValidate aria-label={t('place.title')}>
      <Stack>
        {field('address', t('place.addressHint'), 200)}
        <Group grow align="start">
          {field('latitude', t('place.degrees', { example: '47.366' }), 20)}
          {field('longitude', t('place.degrees', { example: '8.541' }), 20)}
        </Group>
        <div>
          <Button
            variant="light"
            leftSection={<IconCurrentLocation size={18} aria-hidden />}
            onClick={() => void here()}
          >
            {t('place.here')}
          </Button>
        </div>
        <HowShown {...form} change={change} />
        <ProblemNote problem={save.problem ?? remove.problem} />
        <Group>
          <Button type="submit" loading={save.isPending}>
            {t('place.save')}
          </Button>
          {place !== null && (
            <Button variant="subtle" loading={remove.isPending} onClick={() => void remove.press()}>
              {t('place.remove')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

type Shown = { isShown: boolean; isRough: boolean }

function HowShown({ isShown, isRough, change }: Shown & { change: (part: Partial<Shown>) => void }): ReactNode {
  const t = useStandingWords()!
  return (
    <>
      <Checkbox
        label={t('place.shown')}
        description={t('place.shownHint')}
        checked={isShown}
        onChange={(event) => change({ isShown: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('place.rough')}
        checked={isRough}
        onChange={(event) => change({ isRough: event.currentTarget.checked })}
      />
    </>
  )
}

/** What is typed with a comma is meant as well; nothing is no number, and the town says so at its field. */
function degrees(text: string): number {
  return text.trim() === '' ? (null as unknown as number) : Number(text.replace(',', '.'))
}
