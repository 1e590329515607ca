package io.floodwall.app.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Attempts at what would make somebody more than his role; each says whether it went through. */
final class Takeover {
  private Takeover() {}

  /** Fencing a writer by beginning under its transactional id. */
  static boolean ofTransactions(Map<String, Object> properties, String id) throws Exception {
    var settings = new HashMap<>(properties);
    settings.put("transactional.id", id);
    settings.put("max.block.ms", 15_000);
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      return Attempts.goesThrough(
          () -> {
            producer.initTransactions();
            return true;
          });
    }
  }

  /** Setting the offsets of a consumer group, on a topic that all applications may read or not. */
  static boolean ofOffsets(Map<String, Object> properties, String group) throws Exception {
    String source =
        group.endsWith("gate") ? "floodwall.candidates" : "floodwall.controls"; // one it reads
    var offsets = Map.of(new TopicPartition(source, 0), new OffsetAndMetadata(0));
    try (Admin admin = Admin.create(properties)) {
      KafkaFuture<Void> moved = admin.alterConsumerGroupOffsets(group, offsets).all();
      return Attempts.goesThrough(() -> moved.get(20, TimeUnit.SECONDS));
    }
  }

  /** Everything that is the administrator's; answers what went through. */
  static List<String> ofTheCluster(Map<String, Object> properties) throws Exception {
    var through = new ArrayList<String>();
    try (Admin admin = Admin.create(properties)) {
      var asked = new LinkedHashMap<String, KafkaFuture<?>>();
      var all =
          new AclBinding(
              new ResourcePattern(ResourceType.TOPIC, "*", PatternType.LITERAL),
              new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW));
      asked.put("create acls", admin.createAcls(List.of(all)).all());
      asked.put("delete acls", admin.deleteAcls(List.of(AclBindingFilter.ANY)).all());
      var sha = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
      var user = new UserScramCredentialUpsertion("gate", sha, "known");
      asked.put("alter users", admin.alterUserScramCredentials(List.of(user)).all());
      var entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "agent"));
      var none = new ClientQuotaAlteration.Op("producer_byte_rate", null);
      var quota = new ClientQuotaAlteration(entity, List.of(none));
      asked.put("alter quotas", admin.alterClientQuotas(List.of(quota)).all());
      var brokers = new ConfigResource(ConfigResource.Type.BROKER, "");
      var more =
          new AlterConfigOp(new ConfigEntry("log.cleaner.threads", "1"), AlterConfigOp.OpType.SET);
      asked.put(
          "alter brokers", admin.incrementalAlterConfigs(Map.of(brokers, List.of(more))).all());
      for (var attempt : asked.entrySet()) {
        if (Attempts.goesThrough(() -> attempt.getValue().get(20, TimeUnit.SECONDS))) {
          through.add(attempt.getKey());
        }
      }
    }
    return through;
  }
}
