package io.floodwall.benchmarks;

import io.floodwall.core.Bytes;
import io.floodwall.core.Hash;
import io.floodwall.core.admission.AdmissionFacts;
import io.floodwall.core.admission.Candidate;
import io.floodwall.core.admission.RateLimit;
import io.floodwall.core.admission.TokenBucket;
import io.floodwall.core.gate.BundleCompiler;
import io.floodwall.core.gate.Decision;
import io.floodwall.core.gate.Gate;
import io.floodwall.core.gate.InvalidBundleException;
import io.floodwall.core.gate.PolicyBundle;
import io.floodwall.core.gate.Ruling;
import io.floodwall.core.intent.Action;
import io.floodwall.core.intent.BlastRadius;
import io.floodwall.core.intent.Intent;
import io.floodwall.core.intent.Priority;
import io.floodwall.core.ledger.Chain;
import io.floodwall.core.ledger.EntryKind;
import io.floodwall.core.ledger.LedgerEntry;
import io.floodwall.schemas.Codecs;
import io.floodwall.schemas.MalformedRecordException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The steps whose cost depends on nothing but the intent: token, ruling, link, encoding. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StepBenchmark {
  private static final Hash SCHEMA = Hash.sha256(new byte[] {1});

  private final Codecs codecs = Codecs.pinned();
  private final RateLimit rate = RateLimit.perPeriod(1_000_000, 1_000_000, 1_000, 5_000);
  private final Intent intent =
      Intent.of(
          "deployer-7",
          "change-4711",
          new Action.Scale("billing", 12),
          Priority.URGENT,
          BlastRadius.SERVICE);

  private TokenBucket bucket = TokenBucket.full(rate, 0);
  private Gate gate = Gate.of(java.util.List.of(), true);
  private Chain.Head head = Chain.genesis("benchmark/0");
  private Decision decision = decision(Gate.unknownTenant(intent));
  private Candidate candidate = new Candidate(intent, decision.facts());
  private byte[] intentBytes = {};
  private byte[] candidateBytes = {};
  private byte[] decisionBytes = {};
  private Bytes payload = Bytes.copyOf(new byte[512]);
  private long nowMs;

  /** Compiles the shipped bundle and encodes what is decoded later. */
  @Setup
  public void prepare() throws InvalidBundleException {
    gate = BundleCompiler.compile(PolicyBundle.shipped());
    decision = decision(gate.rule(intent, 0));
    candidate = new Candidate(intent, decision.facts());
    intentBytes = codecs.intent().encode(intent);
    candidateBytes = codecs.candidate().encode(candidate);
    decisionBytes = codecs.decision().encode(decision);
  }

  /** A token, a millisecond after the last. */
  @Benchmark
  public TokenBucket takeToken() {
    bucket = bucket.take(rate, nowMs++).bucket();
    return bucket;
  }

  /** A ruling by the shipped bundle. */
  @Benchmark
  public Ruling rule() {
    return gate.rule(intent, 0);
  }

  /** The next entry of a chain, with a payload of 512 bytes. */
  @Benchmark
  public LedgerEntry link() {
    LedgerEntry entry = head.next(EntryKind.VERDICT, SCHEMA, payload);
    head = head.after(entry);
    return entry;
  }

  @Benchmark
  public byte[] encodeIntent() {
    return codecs.intent().encode(intent);
  }

  @Benchmark
  public Intent decodeIntent() throws MalformedRecordException {
    return codecs.intent().decode(intentBytes);
  }

  @Benchmark
  public byte[] encodeCandidate() {
    return codecs.candidate().encode(candidate);
  }

  @Benchmark
  public Candidate decodeCandidate() throws MalformedRecordException {
    return codecs.candidate().decode(candidateBytes);
  }

  @Benchmark
  public byte[] encodeDecision() {
    return codecs.decision().encode(decision);
  }

  @Benchmark
  public Decision decodeDecision() throws MalformedRecordException {
    return codecs.decision().decode(decisionBytes);
  }

  private Decision decision(Ruling ruling) {
    var facts =
        new AdmissionFacts(0, 17, 16, 1_000, TokenBucket.full(rate, 1_000), 3, 1_001, 1_002, null);
    return new Decision(intent, facts, ruling, "floodwall.admitted", null, 5, 1_003);
  }
}
