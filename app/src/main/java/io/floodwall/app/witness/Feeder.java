package io.floodwall.app.witness;

import io.floodwall.core.tree.MissingTileException;
import io.floodwall.tlog.AddCheckpoint;
import io.floodwall.tlog.FormatException;
import io.floodwall.tlog.NoteSignature;
import io.floodwall.tlog.TileProofs;
import io.floodwall.tlog.UntrustedException;
import io.floodwall.tlog.WitnessAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Brings the newest checkpoint of each chain to one witness. For one thread.
 *
 * <p>It remembers which size the witness has only to spare a question: the witness says it when
 * that is wrong, so nothing is lost with it.
 */
final class Feeder {
  private static final int QUESTIONS_MAX = 3;
  private static final Pattern SIZE = Pattern.compile("(0|[1-9][0-9]{0,17})\n");

  private final LogView view;
  private final WitnessClient witness;
  private final ToShelf shelves;
  private final Cosigned cosigned;
  private final Map<Integer, Long> sizes = new HashMap<>();
  private final Map<Integer, LogView.Signed> done = new HashMap<>();

  Feeder(LogView view, WitnessClient witness, ToShelf shelves, Cosigned cosigned) {
    this.view = view;
    this.witness = witness;
    this.shelves = shelves;
    this.cosigned = cosigned;
  }

  /** Where the tiles of each chain are. */
  @FunctionalInterface
  interface ToShelf {
    TileProofs.Shelf of(int partition);
  }

  /** Is told each cosignature, once it is verified. */
  @FunctionalInterface
  interface Cosigned {
    void by(String witness, int partition, LogView.Signed checkpoint, NoteSignature cosignature);
  }

  /** How one round of all chains went, the worst first. */
  enum Result {
    /** The witness said no to a chain. */
    REFUSED,
    /** It did not answer. */
    UNREACHABLE,
    /** A tile has not come yet. */
    WAITING,
    /** It has cosigned the newest checkpoint of every chain. */
    DONE
  }

  /**
   * A round.
   *
   * @param why what was in the way, or nothing
   */
  record Round(Result result, String why) {
    Round worse(Round other) {
      return other.result.compareTo(result) < 0 ? other : this;
    }
  }

  /** Brings each chain's newest checkpoint, unless the witness has it already. */
  Round round() throws InterruptedException {
    var worst = new Round(Result.DONE, "");
    for (int partition : view.partitions()) {
      LogView.Signed newest = view.newest(partition).orElseThrow();
      if (!newest.equals(done.get(partition))) {
        worst = worst.worse(bring(partition, newest));
        if (worst.result() == Result.UNREACHABLE) {
          return worst; // the other chains would wait for it too
        }
      }
    }
    return worst;
  }

  private Round bring(int partition, LogView.Signed newest) throws InterruptedException {
    String what = newest.checkpoint().origin() + " at size " + newest.checkpoint().size() + ": ";
    try {
      Round round = converse(partition, newest);
      return new Round(round.result(), what + round.why());
    } catch (MissingTileException e) {
      return new Round(Result.WAITING, what + e.getMessage());
    } catch (IOException e) {
      return new Round(Result.UNREACHABLE, "it does not answer: " + e.getMessage());
    } catch (FormatException | UntrustedException | IllegalArgumentException e) {
      return new Round(Result.REFUSED, what + e.getMessage());
    }
  }

  private Round converse(int partition, LogView.Signed newest)
      throws IOException, InterruptedException, FormatException, UntrustedException {
    long size = newest.checkpoint().size();
    for (int questions = 0; questions < QUESTIONS_MAX; questions++) {
      long known = sizes.getOrDefault(partition, 0L);
      long old = known <= size ? known : 0; // a log that shrank is shown as it is
      var proof = TileProofs.prove(old, newest.checkpoint(), shelves.of(partition));
      WitnessClient.Reply reply = witness.ask(new AddCheckpoint(old, proof.path(), newest.note()));
      if (reply.status() == 200) {
        cosigned.by(witness.name(), partition, newest, witness.cosignature(newest.note(), reply));
        sizes.put(partition, size);
        done.put(partition, newest);
        return new Round(Result.DONE, "");
      }
      if (!saysSize(reply)) {
        return refused(reply);
      }
      long told = Long.parseLong(reply.body().strip());
      sizes.put(partition, told);
      if (told > size) {
        return new Round(
            Result.REFUSED,
            "the witness has cosigned size "
                + told
                + " already: this log is shorter; was it rolled back?");
      }
    }
    return new Round(Result.WAITING, "somebody else brings checkpoints as well");
  }

  private static boolean saysSize(WitnessClient.Reply reply) {
    return reply.status() == 409
        && reply.type().equals(WitnessAnswer.SIZE_TYPE)
        && SIZE.matcher(reply.body()).matches();
  }

  private static Round refused(WitnessClient.Reply reply) {
    String said = reply.body().strip();
    String start = said.substring(0, Math.min(200, said.length()));
    if (reply.status() >= 500 || reply.status() == 429) {
      return new Round(Result.UNREACHABLE, "it answers " + reply.status() + ": " + start);
    }
    return new Round(Result.REFUSED, "it answers " + reply.status() + ": " + start);
  }
}
