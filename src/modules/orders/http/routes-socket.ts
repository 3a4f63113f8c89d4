import websocket from '@fastify/websocket'
import { type App, actorOf, isStillAdmitted, type TypeBoxProvider } from '#kernel/http'
import { Problem } from '#kernel/problem'
import { StreamQuery } from './contract-events.ts'
import { beginOf } from './routes-events.ts'
import type { OrderApi } from './routes.ts'
import type { Hub } from './stream.ts'
import { type Socket, tryAgainLater, webSocket, writer } from './stream-outlets.ts'

/** The subprotocol of CloudEvents over WebSockets, in JSON. */
const cloudEventsProtocol = 'cloudevents.json'
/** Clients have nothing to say here. */
const maxPayload = 1024

/** The same events over a WebSocket, for those who have no server-sent events. */
export function socketRoute(app: App, api: OrderApi, hub: Hub): void {
  void app.register(async (scope) => {
    const handleProtocols = (asked: ReadonlySet<string>): string | false =>
      asked.has(cloudEventsProtocol) ? cloudEventsProtocol : false
    // What a client does wrong ends its socket; it is no fault of ours to be logged.
    const errorHandler = (_error: Error, socket: Socket): void => socket.terminate()
    await scope.register(websocket, { options: { maxPayload, handleProtocols }, errorHandler })
    scope.withTypeProvider<TypeBoxProvider>().get(
      '/v1/events/socket',
      {
        websocket: true,
        schema: {
          operationId: 'openEventsSocket',
          summary: 'Events as they are committed, over a WebSocket',
          description:
            'One message an event, with the rules of `/v1/events/stream`; after a break send the last cursor as `after`. ' +
            'Messages `{ "cursor": … }` say where the stream stands. The subprotocol `cloudevents.json` asks for ' +
            'CloudEvents, as `format` does.',
          querystring: StreamQuery,
        },
      },
      async (socket: Socket & { protocol: string }, request) => {
        const { format: asked } = request.query
        const format = socket.protocol === cloudEventsProtocol ? 'cloudevents' : asked
        const write = writer(format, api.config.publicUrl)
        const client = {
          begin: (cursor: string) => webSocket(socket, cursor, { write, hasCursors: format === 'plain' }),
          actor: actorOf(request),
          from: await beginOf(api, request.query),
          isAdmitted: () => isStillAdmitted(request, api.authenticate),
        }
        try {
          await hub.join(client)
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          socket.close(tryAgainLater, error.kind.title)
        }
      },
    )
  })
}
