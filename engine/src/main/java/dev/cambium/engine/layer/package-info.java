/**
 * Immutable layers of 8 KiB blocks, stacked: the copy-on-write store under every timeline. This
 * page is the format on disk, and what is promised about it.
 *
 * <h2>Folders</h2>
 *
 * <pre>
 * ROOT/lock                   held by the engine that has the store open
 * ROOT/timelines/tl-...       {@link dev.cambium.engine.layer.TimelineManifest}: a layer, the WAL folder
 * ROOT/seals/sl-...           {@link dev.cambium.engine.layer.SealManifest}: the newest sealed layer
 * ROOT/layers/NUMBER/         one folder per layer, 12 hexadecimal digits
 *     log                     {@link dev.cambium.engine.layer.LayerLog}: what happened to names,
 *                             and which data files are kept
 *     NODE.blocks             one sparse file per file touched, each block at its own offset
 *     presence                {@link dev.cambium.engine.layer.PresenceIndex}: sealed and durable
 *     names                   {@link dev.cambium.engine.layer.NamesSnapshot}: in every 32nd layer
 *     merged                  {@link dev.cambium.engine.layer.MergeMark}: if it is there, all of the
 *                             above is in another folder, and nothing else is in this one
 * </pre>
 *
 * All numbers are big-endian. Manifests, index and snapshot are {@linkplain
 * dev.cambium.engine.layer.ChecksummedFile framed alike}: magic, version, length, payload, CRC32C;
 * they are replaced in one step. The log has a {@linkplain dev.cambium.engine.layer.LayerHeader
 * header} and one record per change, each with a CRC32C that covers its place, too.
 *
 * <h2>What a byte is</h2>
 *
 * <ol>
 *   <li>A block belongs to the newest layer of the stack that has it.
 *   <li>A truncation in a layer hides the bytes of all layers below from there on, for good.
 *   <li>What no layer has, or is hidden, is zero. What lies behind the file's size does not exist.
 *   <li>A data file never ends behind the size of its file, and a block that is present is data on
 *       disk from its start to its end or the end of the data file, never a hole: so presence can
 *       be read back with SEEK_DATA. A half block is therefore the trace of a crash, and is
 *       completed from the layers below.
 *   <li>The size of a file is what the last truncation in the logs said, or the length of a data
 *       file in a later or the same layer, whichever is more.
 * </ol>
 *
 * <h2>The life of a layer</h2>
 *
 * <pre>
 *  made, durable, empty -> OPEN -- record "seal, successor N" in its log --> SEALED
 *      -- all files synced, index written --> DURABLE -- nothing reaches it --> deleted
 * </pre>
 *
 * A timeline's open layer is found by following the successors from the layer its manifest names. A
 * seal swaps the open layer in memory; the successor was durable before, so a crash at any moment
 * finds the timeline either before the seal or after it. A manifest is written last and removed
 * first: what no manifest reaches is rubbish, and is deleted when the store opens.
 *
 * <h2>Collecting, merging, flattening</h2>
 *
 * A layer that no timeline, no seal and no lease reaches is deleted at once, with its data.
 *
 * <p>Durable layers that lie on each other are <em>merged</em> when nothing begins between them: no
 * seal names one without the uppermost, and no second layer lies on it. {@link
 * dev.cambium.engine.layer.MergeRule} says when that pays. The uppermost keeps its number, for
 * others name it; its new body is made in a folder of its own:
 *
 * <pre>
 *  folder made -- blocks copied or linked, names, index, log, all synced --> whole, unused
 *      -- manifests that name a layer below moved on -- file "merged" --> IN EFFECT
 *      -- in memory: parent and data files exchanged at once -- old files deleted --> done
 * </pre>
 *
 * Before {@code merged} is durable a crash leaves an unused folder, afterwards old files and
 * layers; both are rubbish that the next opening deletes. If it is unknown whether {@code merged}
 * is durable, both bodies stay until then. Readers take no notice: a stack read meanwhile shows the
 * old layers or the new one, with the same bytes, and whoever is outrun by the deletion looks up
 * the data files again. A merged layer has a snapshot of its names, and its log holds what it hides
 * of the layers below, and its seal.
 *
 * <p><em>To flatten</em> a timeline, {@link dev.cambium.engine.layer.LayerStore#flatten}, is the
 * same step for the lowest layer that it wrote itself, with all layers below it down to the root:
 * copied, because others may still need them. Afterwards that layer is a root layer. All this
 * happens while the timeline is read and written; what is merged was sealed before.
 *
 * <h2>What is durable when</h2>
 *
 * <ul>
 *   <li>Every change is in the page cache when the call returns: it survives the end of the
 *       process.
 *   <li>After {@code sync} of a file: its bytes, in whichever layers of the stack they still wait,
 *       its size, and all names. It survives a loss of power. Not so {@code postmaster.pid}, which
 *       means nothing then.
 *   <li>After {@code sync} of {@code global/pg_control}: every byte of the timeline written before.
 *       Postgres writes that file when a checkpoint says that all others are on disk.
 *   <li>After create, seal and fork: the manifest and all names. A seal holds at least what was
 *       synced before it. What a server did not sync, such as a commit with synchronous_commit=off,
 *       may be missing from a fork of the present, as it may after a crash.
 *   <li>After flatten: all of it. A merge never makes less durable than it was.
 *   <li>Data is destroyed only when the record that makes it superfluous is durable: truncated
 *       blocks, and the data of deleted and replaced files.
 *   <li>A failed write leaves memory and disk saying the same. If even that fails, or a sync does,
 *       the timeline takes no more changes until the store is opened again.
 * </ul>
 *
 * <h2>What is missed when it is gone</h2>
 *
 * A data file that somebody deletes or cuts by hand would let older blocks show through. {@link
 * dev.cambium.engine.layer.KeptFiles} are looked for when the store opens; if one is missing or too
 * short, the store does not open, says which, and leaves everything as it is.
 *
 * <ul>
 *   <li>Of a durable layer: every file, with its length, by the index.
 *   <li>Of any other layer: every file of which the log says {@code Kept}. That record follows the
 *       first sync of the file, when both the file and its name in the folder are durable, and says
 *       only that it is there. Closing the store adds the length of every file and syncs the log.
 *       Since data is destroyed only when the record for that is durable, no crash leaves a log
 *       that asks for more than there is; the records need not be removed when the layer changes.
 *   <li>Not missed: a file that was never synced before a kill, as it may just as well be lost with
 *       the power, and Postgres writes it again from its WAL; what was cut by hand after a kill
 *       from the part written since the last clean close; after a loss of power also files whose
 *       record was not yet on the disk; files of a layer that was sealed before they were synced,
 *       if the engine was killed or the disk failed before the index was written; what was changed
 *       in place, not cut; and layers begun by version 1, whose log has no such record, until their
 *       seal.
 *   <li>A record {@code Kept} that is torn is cut off like any torn tail: the data is whole, only
 *       the note is not.
 * </ul>
 */
@NullMarked
package dev.cambium.engine.layer;

import org.jspecify.annotations.NullMarked;
