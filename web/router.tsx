import type { ReactNode } from 'react'
import type { RouteObject } from 'react-router'
import { Frame } from './shell/frame.tsx'
import { NotFoundScreen, ScreenError } from './shell/failures.tsx'
import { SignInFirst } from './shell/sign-in-first.tsx'
import { type Group, type Screen, buyerScreens, groupOf, loadScreens } from './screens.ts'

/** Screens as routes: one frame a group, each screen a chunk of its own. */

/** Called before a screen of a group is shown, with the further words it wants. */
export type BeforeGroup = (group: Group, words?: readonly string[]) => Promise<void>

/** The routes that are there from the beginning. */
export function buyerRoutes(before: BeforeGroup): RouteObject[] {
  return [groupRoute('buyer', { screens: buyerScreens, before, rest: <NotFoundScreen /> })]
}

/** The routes of another group. */
export async function routesOf(group: 'seller' | 'operator', before: BeforeGroup): Promise<RouteObject[]> {
  await before(group)
  return [groupRoute(group, { screens: await loadScreens(group), before })]
}

/** Loads another group's routes when somebody first goes there. */
export function discoverRoutes(before: BeforeGroup): DiscoverRoutes {
  return async ({ path, patch }) => {
    const group = groupOf(path)
    if (group !== 'buyer') patch(null, await routesOf(group, before))
  }
}

type DiscoverRoutes = (discovery: {
  path: string
  patch: (routeId: string | null, children: RouteObject[]) => void
}) => Promise<void>

type Parts = { screens: readonly Screen[]; before: BeforeGroup; rest?: ReactNode }

function groupRoute(group: Group, { screens, before, rest }: Parts): RouteObject {
  const children = screens.map((screen): RouteObject => ({
    path: screen.path,
    handle: screen,
    ErrorBoundary: ScreenError,
    lazy: async () => {
      const [Component] = await Promise.all([screen.load(), before(group, screen.words)])
      return {
        Component:
          screen.access === 'signed-in'
            ? () => (
                <SignInFirst>
                  <Component />
                </SignInFirst>
              )
            : Component,
      }
    },
  }))
  return {
    id: group,
    element: <Frame group={group} screens={screens} />,
    ErrorBoundary: ScreenError,
    // What is shown while the first screen's code is on its way, when the server sent no content.
    HydrateFallback: () => <Frame group={group} screens={screens} />,
    children: rest === undefined ? children : [...children, { path: '*', element: rest }],
  }
}
