import { post, session } from '../api.js'
import { fill, toast } from '../dom.js'
import { problemBox, skeletonPage } from '../parts.js'
import { identify, state } from '../state.js'
import { t } from '../words.js'

/** Opens a one-time link: its secret becomes a credential, and leaves the address at once. */
export async function welcomePage(main, { id, go, signedIn }) {
  fill(main, skeletonPage())
  history.replaceState(null, '', '#/')
  try {
    const { token } = await post('/v1/tokens/exchange', { secret: id })
    session.token = token
    await identify()
    signedIn()
    toast(t('welcome', state.me?.party.name ?? ''))
    go('/')
    dispatchEvent(new HashChangeEvent('hashchange'))
  } catch (problem) {
    fill(main, problemBox(problem))
  }
}
