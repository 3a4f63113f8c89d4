import { ActionIcon, Button, InputWrapper, TextInput } from '@mantine/core'
import { IconPhotoPlus, IconTrash } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { type ReactNode, useRef, useState } from 'react'
import { type Api, useApi } from '#web/api'
import { ApiProblem } from '#web/problem'
import { Picture } from './picture.tsx'
import css from './pictures-field.module.css'
import { useProblemText } from './problem.tsx'

/** A picture by its file id, with what it shows. */
export type Shown = { id: string; alt: string }

/** As many as a review may have. */
const picturesMax = 5
/** Longer words belong into the review. */
const altMax = 200

type Change = (change: (before: readonly Shown[]) => readonly Shown[]) => void
type Props = { pictures: readonly Shown[]; onChange: Change; t: TFunction<'people'> }

/** Some pictures from the camera or the disk, each with words for those who cannot see it. */
export function PicturesField({ pictures, onChange, t }: Props): ReactNode {
  const input = useRef<HTMLInputElement>(null)
  const { isBusy, problem, add } = useAdding({ room: picturesMax - pictures.length, onChange, t })
  return (
    <InputWrapper
      size="md"
      label={t('reviews.pictures')}
      description={t('reviews.pictureHint')}
      error={problem}
      labelElement="div"
    >
      <ul className={css.pictures}>
        {pictures.map((picture, index) => (
          <One key={picture.id} picture={picture} number={index + 1} onChange={onChange} t={t} />
        ))}
      </ul>
      <input
        ref={input}
        type="file"
        accept="image/*"
        multiple
        hidden
        aria-label={t('reviews.addPictures')}
        onChange={(event) => {
          void add([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      <Button
        variant="light"
        mt="xs"
        leftSection={<IconPhotoPlus size={18} />}
        loading={isBusy}
        disabled={pictures.length >= picturesMax}
        onClick={() => input.current?.click()}
      >
        {t('reviews.addPictures')}
      </Button>
    </InputWrapper>
  )
}

type OneProps = { picture: Shown; number: number; onChange: Change; t: TFunction<'people'> }

function One({ picture: { id, alt }, number, onChange, t }: OneProps): ReactNode {
  return (
    <li className={css.one}>
      <Picture id={id} alt={alt === '' ? t('reviews.onePicture', { number }) : alt} />
      <TextInput
        label={t('reviews.altOf', { number })}
        maxLength={altMax}
        value={alt}
        onChange={(event) => {
          const said = event.currentTarget.value
          onChange((before) => before.map((one) => (one.id === id ? { id, alt: said } : one)))
        }}
      />
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t('reviews.removePicture', { number })}
        onClick={() => onChange((before) => before.filter((one) => one.id !== id))}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </li>
  )
}

type Adding = { room: number; onChange: Change; t: TFunction<'people'> }

/** Sends files one after the other: a telephone's line is narrow, and the order of the choice is kept. */
function useAdding({ room, onChange, t }: Adding): {
  isBusy: boolean
  problem: string | undefined
  add: (files: readonly File[]) => Promise<void>
} {
  const api = useApi()
  const textOf = useProblemText()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | undefined>(undefined)
  const add = async (files: readonly File[]): Promise<void> => {
    setBusy(true)
    setProblem(files.length > room ? t('reviews.tooManyPictures') : undefined)
    for (const file of files.slice(0, room)) {
      try {
        const id = await upload(api, file)
        onChange((before) => (before.some((one) => one.id === id) ? before : [...before, { id, alt: '' }]))
      } catch (refused) {
        if (!(refused instanceof ApiProblem)) throw refused
        setProblem(`${file.name}: ${textOf(refused)}`)
      }
    }
    setBusy(false)
  }
  return { isBusy, problem, add }
}

async function upload(api: Api, file: File): Promise<string> {
  const headers = { 'content-type': file.type || 'application/octet-stream' }
  const response = await api.raw('/v1/files', { method: 'POST', body: file, headers })
  const { id }: { id: string } = await response.json()
  return id
}
