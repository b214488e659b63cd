import { keepPreviousData, queryOptions, type QueryClient } from '@tanstack/react-query'
import {
  GetImport,
  GetImports,
  RehearseImport,
  SetImport,
  StartImport,
  UndoImport,
  UploadImport,
} from '../../stages/ingest/import/imports.contract.ts'
import { call, type InputOf, type OutputOf } from '../api.ts'
import { upload } from '../upload.ts'

export type ImportPage = OutputOf<typeof GetImports>
export type ImportItem = ImportPage['items'][number]
export type ImportDetail = OutputOf<typeof GetImport>
export type Held = NonNullable<ImportDetail['held']>

const AT_WORK_MS = 700
// What the worker has in hand changes by itself.
const AT_WORK = new Set(['rehearsing', 'waiting', 'running', 'undoing'])

/** What Settings shows: not what webhooks bring, of which there may be one a second. */
const OF_WEBHOOKS = 'active'

/** The imports of the company, the newest first; `cursor` undefined: from the newest. */
export const importsQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['imports', cursor ?? 'newest'],
    queryFn: ({ signal }) => call(GetImports, { query: { limit: 50, cursor, without: OF_WEBHOOKS } }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.items.some(({ status }) => AT_WORK.has(status)) ? 1_500 : false),
  })

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['import', id],
    queryFn: ({ signal }) => call(GetImport, { params: { id } }, signal),
    refetchInterval: ({ state }) => (state.data && AT_WORK.has(state.data.status) ? AT_WORK_MS : false),
  })

type Upload = {
  readonly file: File
  readonly kind: ImportDetail['kind'] | undefined
  readonly key: string
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

/** Sends a file, which is then held until somebody has looked at it. */
export const uploadImport = ({ file, kind, ...sending }: Upload): Promise<OutputOf<typeof UploadImport>> =>
  upload(UploadImport, { ...sending, file, query: { kind, name: file.name.slice(-300) || 'upload', hold: 'true' } })

/** Sets how it is read; the answer is what is shown from now on. */
export async function setImport(
  client: QueryClient,
  id: string,
  body: InputOf<typeof SetImport>['body'],
): Promise<void> {
  const detail = await call(SetImport, { params: { id }, body })
  client.setQueryData(importQuery(id).queryKey, detail)
}

const acted = async (client: QueryClient, id: string): Promise<void> => {
  void client.invalidateQueries({ queryKey: ['imports'] })
  await client.invalidateQueries({ queryKey: importQuery(id).queryKey })
}

export async function rehearseImport(client: QueryClient, id: string): Promise<void> {
  await call(RehearseImport, { params: { id } })
  await acted(client, id)
}

export async function startImport(client: QueryClient, id: string): Promise<void> {
  await call(StartImport, { params: { id }, body: {} })
  await acted(client, id)
}

export async function undoImport(client: QueryClient, id: string): Promise<void> {
  await call(UndoImport, { params: { id } })
  await acted(client, id)
}

export const rejectionsAddress = (id: string): string => `/api/imports/${id}/rejections.csv`
