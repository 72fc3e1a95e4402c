namespace Conduit.ProxyBench.Peers;

/// <summary>Configuration files of the peers that are installed: upstreams kept alive, bodies streamed, nothing logged.</summary>
internal static class PeerConfiguration
{
    private const int KeptPerWorker = 128;
    private const int UsualConnections = 8192;
    private const int SpareConnections = 1000;

    public static string Nginx(DirectoryInfo folder, Uri address, IReadOnlyList<Uri> upstreams, int connections) => Write(folder, "nginx.conf", $$"""
        daemon off;
        worker_processes auto;
        pid {{folder.FullName}}/nginx.pid;
        events { worker_connections {{ConnectionsFor(connections)}}; }
        http {
          access_log off;
          keepalive_requests 100000000;
          client_max_body_size 0;
          proxy_request_buffering off;
          proxy_max_temp_file_size 0;
          client_body_temp_path {{folder.FullName}}/body;
          proxy_temp_path {{folder.FullName}}/proxy;
          fastcgi_temp_path {{folder.FullName}}/fastcgi;
          uwsgi_temp_path {{folder.FullName}}/uwsgi;
          scgi_temp_path {{folder.FullName}}/scgi;
          upstream pool {
            random two least_conn;
            {{string.Join(' ', upstreams.Select(upstream => $"server {upstream.Authority};"))}}
            keepalive {{Math.Max(KeptPerWorker, upstreams.Count)}};
            keepalive_requests 100000000;
          }
          server {
            listen {{address.Authority}} backlog=20000;
            location / {
              proxy_pass http://pool;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
            }
          }
        }
        """);

    public static string HaProxy(DirectoryInfo folder, Uri address, IReadOnlyList<Uri> upstreams, int connections) => Write(folder, "haproxy.cfg", $"""
        global
          no strict-limits
          maxconn {ConnectionsFor(connections)}
        defaults
          mode http
          timeout connect 5s
          timeout client 1m
          timeout server 1m
        frontend proxy
          bind {address.Authority}
          default_backend pool
        backend pool
          balance random(2)
        {string.Join(Environment.NewLine, upstreams.Select((upstream, index) => $"  server upstream-{index} {upstream.Authority}"))}

        """);

    private static int ConnectionsFor(int clients) => Math.Max(UsualConnections, clients + SpareConnections);

    private static string Write(DirectoryInfo folder, string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
