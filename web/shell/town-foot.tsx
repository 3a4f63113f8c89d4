import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useTown } from '../town.ts'
import css from './town-foot.module.css'

/** What the operator says of the town, and where to ask; nothing in a town that says nothing. */
export function TownFoot(): ReactNode {
  const { t, i18n } = useTranslation('shell')
  const { about, defaultLanguage, contact, feesLink } = useTown()
  const sentence = about[i18n.language] || about[defaultLanguage] || ''
  if (sentence === '' && contact === '' && feesLink === '') return null
  return (
    <footer className={css.foot}>
      {sentence !== '' && <p>{sentence}</p>}
      <ul>
        {feesLink !== '' && (
          <li>
            {feesLink.startsWith('/') ? (
              <Link to={feesLink}>{t('foot.fees')}</Link>
            ) : (
              <a href={feesLink}>{t('foot.fees')}</a>
            )}
          </li>
        )}
        {contact !== '' && (
          <li>
            <a href={`mailto:${contact}`}>{contact}</a>
          </li>
        )}
      </ul>
    </footer>
  )
}
