import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { AtHand } from './at-hand/at-hand.tsx'
import { sessionQuery } from './calls/session.ts'
import { askedOf } from './features/customers/asked.ts'
import { Frame } from './features/frame/frame.tsx'
import { NotFound, PageFailed } from './features/frame/page-states.tsx'
import { IMPORT_KINDS, type ImportKind } from './import-kinds.ts'
import { KINDS } from './features/queue/filter.ts'
import { WithHeld } from './held-toasts.tsx'
import { TodayPage } from './features/today/today-page.tsx'

type Context = { readonly client: QueryClient }

function Root() {
  return (
    <>
      <WithHeld />
      <AtHand />
    </>
  )
}

const rootRoute = createRootRouteWithContext<Context>()({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: PageFailed,
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./features/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

async function signedInOnly({ context }: { readonly context: Context }): Promise<void> {
  const { signedIn } = await context.client.query({ ...sessionQuery, staleTime: 'static' })
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router takes its redirects by throwing them
  if (!signedIn) throw redirect({ to: '/sign-in' })
}

const insideRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'inside',
  component: Frame,
  beforeLoad: signedInOnly,
})

const todayRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/',
  component: TodayPage,
  validateSearch: (search): { readonly person?: string } =>
    typeof search['person'] === 'string' ? { person: search['person'] } : {},
})

/** Pages without the frame. */
const fullRoute = createRoute({ getParentRoute: () => rootRoute, id: 'full', beforeLoad: signedInOnly })

const workRoute = createRoute({
  getParentRoute: () => fullRoute,
  path: '/work/$executionId',
  component: lazyRouteComponent(() => import('./features/taskmode/taskmode-page.tsx'), 'TaskModePage'),
  validateSearch: (search): { readonly step?: string } =>
    typeof search['step'] === 'string' ? { step: search['step'] } : {},
})

const welcomeRoute = createRoute({
  getParentRoute: () => fullRoute,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./features/first-run/first-run-page.tsx'), 'FirstRunPage'),
})

type ImportSearch = { readonly kind?: ImportKind | undefined }

const importRoute = createRoute({
  getParentRoute: () => fullRoute,
  path: '/import',
  component: lazyRouteComponent(() => import('./features/import/file-step.tsx'), 'FileStep'),
  validateSearch: (search): ImportSearch => ({ kind: IMPORT_KINDS.find((kind) => kind === search['kind']) }),
})

const oneImportRoute = createRoute({
  getParentRoute: () => fullRoute,
  path: '/import/$importId',
  component: lazyRouteComponent(() => import('./features/import/import-page.tsx'), 'ImportPage'),
  validateSearch: (search): { readonly step?: 'rows'; readonly run?: string } => ({
    ...(search['step'] === 'rows' ? { step: 'rows' } : {}),
    ...(typeof search['run'] === 'string' ? { run: search['run'] } : {}),
  }),
})

type QueueSearch = {
  readonly whose?: 'mine' | 'everybody' | undefined
  readonly kind?: (typeof KINDS)[number] | undefined
  readonly text?: string | undefined
}

const queueRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/queue',
  component: lazyRouteComponent(() => import('./features/queue/queue-page.tsx'), 'QueuePage'),
  validateSearch: (search): QueueSearch => ({
    whose: search['whose'] === 'mine' || search['whose'] === 'everybody' ? search['whose'] : undefined,
    kind: KINDS.find((kind) => kind === search['kind']),
    text: typeof search['text'] === 'string' ? search['text'] : undefined,
  }),
})

const customersRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/customers',
  component: lazyRouteComponent(() => import('./features/customers/customers-page.tsx'), 'CustomersPage'),
  validateSearch: askedOf,
})

const customerRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/customers/$customerId',
  component: lazyRouteComponent(() => import('./features/customer/customer-page.tsx'), 'CustomerPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./features/sign-in/invitation-page.tsx'), 'InvitationPage'),
})

const forgottenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('./features/sign-in/forgotten-pages.tsx'), 'ForgottenPage'),
})

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/password',
  component: lazyRouteComponent(() => import('./features/sign-in/forgotten-pages.tsx'), 'NewPasswordPage'),
})

/** The sections of Settings are in `settings-sections.ts`. */
const settingsRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./features/settings/settings-frame.tsx'), 'SettingsFrame'),
})

const firstSectionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '/',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- the router takes its redirects by throwing them
    throw redirect({ to: '/settings/$section', params: { section: 'members' }, replace: true })
  },
})

const sectionRoute = createRoute({
  getParentRoute: () => settingsRoute,
  path: '$section',
  component: lazyRouteComponent(() => import('./features/settings/section-page.tsx'), 'SectionPage'),
})

const tasksRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./features/tasks/tasks-page.tsx'), 'TasksPage'),
  validateSearch: (search): { readonly whose?: 'mine' | 'team' } =>
    search['whose'] === 'mine' || search['whose'] === 'team' ? { whose: search['whose'] } : {},
})

type TeamSearch = { readonly team?: string | undefined; readonly show?: 'load' | 'late' | undefined }

const teamRoute = createRoute({
  getParentRoute: () => insideRoute,
  path: '/team',
  component: lazyRouteComponent(() => import('./features/team/team-page.tsx'), 'TeamPage'),
  validateSearch: (search): TeamSearch => ({
    team: typeof search['team'] === 'string' ? search['team'] : undefined,
    show: search['show'] === 'load' || search['show'] === 'late' ? search['show'] : undefined,
  }),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  invitationRoute,
  forgottenRoute,
  newPasswordRoute,
  insideRoute.addChildren([
    todayRoute,
    queueRoute,
    customersRoute,
    customerRoute,
    tasksRoute,
    teamRoute,
    settingsRoute.addChildren([firstSectionRoute, sectionRoute]),
  ]),
  fullRoute.addChildren([workRoute, welcomeRoute, importRoute, oneImportRoute]),
])

export const createAppRouter = (client: QueryClient) =>
  createRouter({
    routeTree,
    context: { client },
    defaultPendingMs: 300,
    scrollRestoration: true,
    // Each step of a workflow has a place of its own; the next one begins at its top.
    getScrollRestorationKey: ({ href }) => href,
  })

declare module '@tanstack/react-router' {
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- merged with the library's own, which asks for an interface
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
