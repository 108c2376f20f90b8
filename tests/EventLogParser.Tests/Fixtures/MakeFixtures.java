import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.zip.GZIPOutputStream;

// Writes the fixtures beside this file with the very libraries that Spark uses. See README.md for the command.
public class MakeFixtures {
    interface Encoder { OutputStream open(OutputStream to) throws IOException; }

    static String text() {
        var sb = new StringBuilder("{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"3.5.0\"}\n");
        long x = 42;
        for (int i = 0; i < 60; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            sb.append("{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":").append(i % 3)
              .append(",\"Task Info\":{\"Task ID\":").append(i).append(",\"Host\":\"10.0.0.").append((x >>> 33) % 8)
              .append("\",\"Launch Time\":").append(1700000000000L + ((x >>> 20) & 0xFFFFF)).append("}}\n");
        }
        return sb.toString();
    }

    static void write(String name, byte[] data, Encoder encoder, boolean close) throws IOException {
        var stored = new ByteArrayOutputStream();
        var out = encoder.open(stored);
        for (int at = 0; at < data.length; at += 1500) { // a driver flushes as it goes
            out.write(data, at, Math.min(1500, data.length - at));
            out.flush();
        }
        if (close) out.close();
        Files.write(Path.of(name), stored.toByteArray());
    }

    public static void main(String[] a) throws IOException {
        byte[] data = text().getBytes(StandardCharsets.UTF_8);
        Files.write(Path.of("small.plain"), data);
        Encoder zstd = o -> new com.github.luben.zstd.ZstdOutputStreamNoFinalizer(o, 1).setCloseFrameOnFlush(false);
        Encoder lz4 = o -> new net.jpountz.lz4.LZ4BlockOutputStream(o, 2048);
        write("small.zstd", data, zstd, true);
        write("small-unfinished.zstd", data, zstd, false);
        write("small-checksum.zstd", data, o -> new com.github.luben.zstd.ZstdOutputStreamNoFinalizer(o, 19).setChecksum(true), true);
        write("small.lz4", data, lz4, true);
        write("small-unfinished.lz4", data, lz4, false);
        write("small.snappy", data, o -> new org.xerial.snappy.SnappyOutputStream(o, 32768), true);
        write("small.lzf", data, o -> new com.ning.compress.lzf.LZFOutputStream(o), true);
        write("small.gz", data, o -> new GZIPOutputStream(o, 512, true), true);
        write("small.lz4frame", data, o -> new net.jpountz.lz4.LZ4FrameOutputStream(o), true);
    }
}
